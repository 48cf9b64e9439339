import { DEAL_STORE, definePlugin, TOKEN_LEDGER } from '@smart-ingestor/contracts';
import { MemoryDealStore } from './memory/memory-deal-store';
import { memoryOptions } from './memory/memory-options';
import { SqliteDealStore } from './sqlite/sqlite-deal-store';
import { sqliteOptions } from './sqlite/sqlite-options';

/** Durable, shared by any number of processes on one file. */
export const sqlite = definePlugin({
  name: 'sqlite',
  slot: DEAL_STORE,
  alsoFills: [TOKEN_LEDGER],
  options: sqliteOptions,
  useClass: SqliteDealStore,
});

/** The same without a file: gone with the process. */
export const memory = definePlugin({
  name: 'memory',
  slot: DEAL_STORE,
  alsoFills: [TOKEN_LEDGER],
  options: memoryOptions,
  useClass: MemoryDealStore,
});
