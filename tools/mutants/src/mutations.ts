/** One rule of the code, broken by changing one place of one file; and the spec that has to notice. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replacement: string;
  readonly spec: string;
}

const SHORT_DAY = 'libs/policy-lab/src/cells/short-day.spec.ts';
const FAULTS = 'libs/policy-lab/src/faults/faults.spec.ts';
const CRASH = 'libs/policy-lab/src/faults/crash.spec.ts';
const STORE = 'libs/deal-store/src/memory/memory-deal-store.spec.ts';

/** Each is a mistake that stopped, starved or emptied a real ingestor at some time. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'wrong sort: the head is read in the order of percent',
    file: 'libs/deal-source/src/deal-feed.ts',
    find: 'const NEWEST_FIRST = 1;',
    replacement: 'const NEWEST_FIRST = 4;',
    spec: 'libs/policy-lab/src/baseline/head.spec.ts',
  },
  {
    name: 'estimate ÷ 3',
    file: 'libs/keepa-transport/src/cost/learned-cost-model.ts',
    find: 'const worstTokens = items * worstTokensPerItem;',
    replacement: 'const worstTokens = Math.ceil((items * worstTokensPerItem) / 3);',
    spec: SHORT_DAY,
  },
  {
    name: 'no settle on error: a request without an answer stays open',
    file: 'libs/ingestion/src/sender.ts',
    find: "if (outcome === 'forfeited') await this.parts.ledger.forfeit(callId);",
    replacement: '',
    spec: FAULTS,
  },
  {
    name: 'no settle on error: a request without an answer counts nothing',
    file: 'libs/ingestion/src/sender.ts',
    find: "if (outcome === 'forfeited') await this.parts.ledger.forfeit(callId);",
    replacement: "if (outcome === 'forfeited') await this.parts.ledger.cancel(callId);",
    spec: FAULTS,
  },
  {
    name: 'cursor before store: the cursor moves in a commit of its own',
    file: 'libs/ingestion/src/units/scan-lane.ts',
    find: 'const { durable, report } = await asked.digest(page, nowMs);',
    replacement:
      'const { durable: { feed: moved, ...durable }, report } = await asked.digest(page, nowMs);\n        await this.parts.store.commit({ ...(moved === undefined ? {} : { feed: moved }), nowMs });',
    spec: CRASH,
  },
  {
    name: 'prune ungated: rows whose own refresh had no paid opportunity go too',
    file: 'libs/deal-store/src/memory/memory-deal-table.ts',
    find: 'row.answeredMs !== null && row.answeredMs >= cutMs;',
    replacement: 'row === row || cutMs < 0;',
    spec: STORE,
  },
  {
    name: 'prune ungated: also while ingestion stands still',
    file: 'libs/ingestion/src/chores/prune-chore.ts',
    find: 'if (progressMs === null || nowMs - progressMs > HOUR_MS) {',
    replacement: 'if (progressMs !== null && nowMs - progressMs > 1_000 * HOUR_MS) {',
    spec: 'libs/ingestion/src/chores/chores.spec.ts',
  },
  {
    name: 'fairness off: whoever comes first is served',
    file: 'libs/ingestion/src/fair-queue.ts',
    find: 'share.served += tokens / share.weight;',
    replacement: 'share.served += 0 * tokens;',
    spec: SHORT_DAY,
  },
  {
    name: 'lease without fencing',
    file: 'libs/deal-store/src/rules/item-rules.ts',
    find: 'row.fence !== item.fence || ',
    replacement: '',
    spec: STORE,
  },
  {
    name: 'two jobs buy one product at the same time',
    file: 'libs/deal-store/src/memory/memory-items.ts',
    find: ' && !this.openProducts.beside(row).some((other) => isClaimed(other, nowMs, owner))',
    replacement: '',
    spec: 'libs/composition/src/laws/shared-products.spec.ts',
  },
  {
    name: '429 read as end of data',
    file: 'libs/ingestion/src/sender.ts',
    find: "if (result.kind === 'rate-limited') return this.rateLimited(outgoing, result.reading);",
    replacement:
      "if (result.kind === 'rate-limited') return this.answered(outgoing, { kind: 'answer', reading: result.reading, value: { rows: [], rowCount: 0, products: [], sellers: [], problems: [] } as never, raw: { endpoint: request.endpoint, request: '{}', status: 429, body: new Uint8Array() } });",
    spec: FAULTS,
  },
  {
    name: 'borrowing beside requests in flight',
    file: 'libs/token-policy/src/admission.ts',
    find: 'const roomTokens = isAlone ? available + maxDeficitTokens : available;',
    replacement: 'const roomTokens = isAlone || available > 0 ? available + maxDeficitTokens : available;',
    spec: 'libs/token-policy/src/admission.spec.ts',
  },
  {
    name: 'an unlimited unit: worst case up to the ceiling of the tier',
    file: 'libs/ingestion/src/gate.ts',
    find: 'const most = Math.min(unit.pending, LARGEST_BATCH, unitItems);',
    replacement: 'const most = Math.min(unit.pending, LARGEST_BATCH);',
    spec: 'libs/ingestion/src/gate.spec.ts',
  },
  {
    name: 'readings in the order of their arrival',
    file: 'libs/token-bucket/src/tracked-bucket.ts',
    find: 'if (reading.serverEndMs !== previous.atMs) return reading.serverEndMs < previous.atMs;',
    replacement: 'if (reading.serverEndMs !== previous.atMs) return false;',
    spec: FAULTS,
  },
];
