import type { Retention } from '@smart-ingestor/contracts';
import { type Control, patch, type Store } from './damage';

/** Housekeeping by another measure than was asked for. */
function retains(change: (retention: Retention) => Partial<Retention>): Control[1] {
  return ({ stateStore }) => patch(stateStore, 'retain', (retain) => (retention) => retain({ ...retention, ...change(retention) }));
}

/** Any product read anew replaces that of the deal. */
function writesCheapOverDear(store: Store): void {
  patch(store.stateStore, 'reinterpret', (reinterpret) => async (callId, products) => {
    const outcome = await reinterpret(callId, products);
    const known = await Promise.all(
      products.map(async (product) => ({ product, deals: await store.deals.byAsin(product.domainId, [product.asin]) })),
    );
    const deals = known.flatMap(({ product, deals: [deal] }) => (deal === undefined ? [] : [{ ...deal, product }]));
    await store.commit({ deals, nowMs: 0 });
    return { ...outcome, deals: deals.length };
  });
}

/** Housekeeping takes the purchases of open items with it. */
function forgetsPurchases({ stateStore, work }: Store): void {
  let kept = true;
  patch(stateStore, 'retain', (retain) => (retention) => {
    kept = retention.purchasesBeforeMs === 0;
    return retain(retention);
  });
  patch(work, 'purchases', (purchases) => async (stage, items) => (kept ? purchases(stage, items) : []));
}

/** What is taken out, put back, forgotten, read anew and let go. */
export const BROKEN_ARCHIVES: readonly Control[] = [
  [
    'exports all tables but one',
    ({ stateStore }) =>
      patch(
        stateStore,
        'export',
        (records) =>
          async function* (jobId) {
            for await (const record of records(jobId)) if (record.table !== 'feed_head') yield record;
          },
      ),
    'gives back after a reset everything',
  ],
  ['exports every job', ({ stateStore }) => patch(stateStore, 'export', (records) => () => records()), 'exports one job alone'],
  ['forgets every job', ({ stateStore }) => patch(stateStore, 'reset', (reset) => () => reset()), 'forgets one job and leaves the others'],
  [
    'leaves known rows as they are',
    ({ stateStore }) => patch(stateStore, 'import', () => async (records) => records.length),
    'replaces rows of the same key',
  ],
  [
    'imports what fits and says nothing of the rest',
    ({ stateStore }) =>
      patch(stateStore, 'import', (load) => async (records) => {
        for (const record of records) await load([record]).catch(() => 0);
        return records.length;
      }),
    'names every line that does not fit',
  ],
  [
    'gives back responses of every endpoint',
    ({ stateStore }) =>
      patch(
        stateStore,
        'rawResponses',
        (read) =>
          ({ sinceMs }) =>
            read(sinceMs === undefined ? {} : { sinceMs }),
      ),
    'gives every response back as it was paid for',
  ],
  [
    'says that it wrote what was read anew',
    ({ stateStore }) => patch(stateStore, 'reinterpret', () => async () => ({ purchases: 1, deals: 1 })),
    'writes what is read anew into the purchases',
  ],
  [
    'takes what is read anew for the newest',
    ({ stateStore }) =>
      patch(
        stateStore,
        'reinterpret',
        (reinterpret) => (callId, products) =>
          reinterpret(
            callId,
            products.map((product) => ({ ...product, lastUpdateMs: Number.MAX_SAFE_INTEGER })),
          ),
      ),
    'changes no deal that holds something newer',
  ],
  ['writes the cheap look over the dear one', writesCheapOverDear, 'never lets the cheap look replace'],
  [
    'deletes a millisecond too much',
    retains((cuts) => ({
      itemsFinishedBeforeMs: cuts.itemsFinishedBeforeMs + 1,
      purchasesBeforeMs: cuts.purchasesBeforeMs + 1,
      ledgerBeforeMs: cuts.ledgerBeforeMs + 1,
      rawBeforeMs: cuts.rawBeforeMs + 1,
    })),
    'deletes nothing that is not older than asked',
    'deletes responses received before a time',
  ],
  ['deletes all that is finished at once', retains(() => ({ limit: 1_000 })), 'lets finished items go, oldest first'],
  ['forgets purchases that an open item may ask for', forgetsPurchases, 'keeps a purchase as long as an open item'],
];
