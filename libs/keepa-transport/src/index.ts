export { LearnedCostModel } from './cost/learned-cost-model';
export { HttpExchange } from './exchange/http-exchange';
export type { HttpExchangeOptions } from './exchange/http-exchange-options';
export { HttpKeepaTransport } from './http-keepa-transport';
export { httpExchangePlugin, keepaHttpPlugin, priceListPlugin } from './plugin';
