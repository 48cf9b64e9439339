export { MemoryDealStore } from './memory/memory-deal-store';
export { memory, sqlite } from './plugin';
export { SqliteDealStore } from './sqlite/sqlite-deal-store';
export type { SqliteOptions } from './sqlite/sqlite-options';
