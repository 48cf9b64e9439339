import { COST_MODEL, definePlugin, KEEPA_EXCHANGE, KEEPA_TRANSPORT } from '@smart-ingestor/contracts';
import { z } from 'zod';
import { LearnedCostModel } from './cost/learned-cost-model';
import { HttpExchange } from './exchange/http-exchange';
import { httpExchangeOptions } from './exchange/http-exchange-options';
import { HttpKeepaTransport } from './http-keepa-transport';

const noOptions = z.strictObject({}).prefault({});

export const keepaHttpPlugin = definePlugin({ name: 'keepa-http', slot: KEEPA_TRANSPORT, options: noOptions, useClass: HttpKeepaTransport });

export const httpExchangePlugin = definePlugin({ name: 'http', slot: KEEPA_EXCHANGE, options: httpExchangeOptions, useClass: HttpExchange });

export const priceListPlugin = definePlugin({ name: 'price-list', slot: COST_MODEL, options: noOptions, useClass: LearnedCostModel });
