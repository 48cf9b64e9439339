import { ExchangeError, type KeepaExchange } from '@smart-ingestor/contracts';

/** Stands where the way to Keepa would be, for what looks without sending: no connection, and no key needed. */
export const NO_NETWORK: KeepaExchange = {
  exchange: () => Promise.reject(new ExchangeError('unreachable', false, 'Nothing is sent from here.')),
};
