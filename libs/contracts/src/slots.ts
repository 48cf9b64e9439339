import type { Clock } from './clock';
import type { DealFilter } from './deals/deal-filter';
import type { DealSource } from './deals/deal-source';
import type { DealValue } from './deals/deal-value';
import type { IngestionListener } from './events';
import type { CostModel } from './keepa/cost-model';
import type { KeepaExchange } from './keepa/keepa-exchange';
import type { KeepaTransport } from './keepa/keepa-transport';
import { slot } from './slot';
import type { BatchPolicy } from './tokens/batch-policy';
import type { TokenLedger } from './tokens/token-ledger';
import type { TokenPolicy } from './tokens/token-policy';
import type { DealStore } from './work/deal-store';

export const TOKEN_POLICY = slot<TokenPolicy>('token-policy');
export const BATCH_POLICY = slot<BatchPolicy>('batch-policy');
export const KEEPA_TRANSPORT = slot<KeepaTransport>('keepa-transport');
export const DEAL_STORE = slot<DealStore>('deal-store');
/** Filled by whoever fills `DEAL_STORE`: a settlement and the deals that it paid for are one transaction. */
export const TOKEN_LEDGER = slot<TokenLedger>('token-ledger');
export const DEAL_SOURCE = slot<DealSource>('deal-source');
export const DEAL_FILTER = slot<DealFilter>('deal-filter');
/** Which waiting items go first. */
export const DEAL_VALUE = slot<DealValue>('deal-value');
export const COST_MODEL = slot<CostModel>('cost-model');
/** How bytes reach Keepa: HTTP in production, the in-process simulator under a virtual clock. */
export const KEEPA_EXCHANGE = slot<KeepaExchange>('keepa-exchange');
/** All listeners of an account together. A plugin is for `LISTENER`. */
export const LISTENERS = slot<readonly IngestionListener[]>('listeners');
/** One of the listeners that the config names. */
export const LISTENER = slot<IngestionListener>('listener');
export const CLOCK = slot<Clock>('clock');
/** The validated options of the one provider that is being built. */
export const PROVIDER_OPTIONS = slot<unknown>('provider-options');
