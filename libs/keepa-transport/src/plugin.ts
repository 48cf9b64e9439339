import { COST_MODEL, definePlugin, KEEPA_EXCHANGE, KEEPA_TRANSPORT } from '@smart-ingestor/contracts';
import { z } from 'zod';
import { LearnedCostModel } from './cost/learned-cost-model';
import { HttpExchange } from './exchange/http-exchange';
import { httpExchangeOptions } from './exchange/http-exchange-options';
import { HttpKeepaTransport } from './http-keepa-transport';

const noOptions = z.strictObject({}).prefault({});

/** What an account's `transport.options` may say. Address and key belong to the account; composition hands all of it to the exchange. */
const timeouts = httpExchangeOptions.pick({ requestTimeoutMs: true, connectTimeoutMs: true }).prefault({});

export const keepaHttpPlugin = definePlugin({ name: 'keepa-http', slot: KEEPA_TRANSPORT, options: timeouts, useClass: HttpKeepaTransport });

export const httpExchangePlugin = definePlugin({ name: 'http', slot: KEEPA_EXCHANGE, options: httpExchangeOptions, useClass: HttpExchange });

export const priceListPlugin = definePlugin({ name: 'price-list', slot: COST_MODEL, options: noOptions, useClass: LearnedCostModel });
