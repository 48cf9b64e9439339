import { dealOf, productOf, readingOf, refreshClaimOf, reserveRequestOf, sellerClaimOf } from '@smart-ingestor/conformance';
import type { ClaimedDeal, ClaimedSeller, DealStore, TokenLedger } from '@smart-ingestor/contracts';
import fc from 'fast-check';

const NOW = 1_767_225_600_000;
const ASINS = ['A', 'B', 'C', 'D', 'E'];

/** Something that happens to deals, sellers or the ledger; `at` counts seconds from the start. */
export interface DealStep {
  readonly kind: 'sighting' | 'claim' | 'end' | 'prune' | 'force' | 'beat' | 'leave' | 'seller' | 'lookup' | 'grant' | 'retain';
  readonly at: number;
  readonly asin: string;
  readonly owner: string;
  readonly chance: number;
}

export const dealSteps: fc.Arbitrary<readonly DealStep[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<DealStep['kind']>(
      'sighting',
      'sighting',
      'claim',
      'end',
      'end',
      'prune',
      'force',
      'beat',
      'leave',
      'seller',
      'lookup',
      'grant',
      'retain',
    ),
    at: fc.integer({ min: 0, max: 60 }),
    asin: fc.constantFrom(...ASINS),
    owner: fc.constantFrom('me', 'you'),
    chance: fc.integer({ min: 0, max: 11 }),
  }),
  { maxLength: 40 },
);

/** Runs the steps, and tells everything that anybody could see of it after each. */
export async function seenOf(store: DealStore & TokenLedger, steps: readonly DealStep[]): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const held: { deals: ClaimedDeal[]; sellers: ClaimedSeller[] } = { deals: [], sellers: [] };
  await store.observe('acc', readingOf());
  let nowMs = NOW;
  for (const [index, step] of steps.entries()) {
    nowMs += 1_000 * step.at;
    seen.push(await taken(store, { ...step, index, nowMs, held }), await visible(store, nowMs));
  }
  return seen;
}

interface Happening extends DealStep {
  readonly index: number;
  readonly nowMs: number;
  readonly held: { deals: ClaimedDeal[]; sellers: ClaimedSeller[] };
}

async function taken(store: DealStore & TokenLedger, { kind, asin, owner, chance, index, nowMs, held }: Happening): Promise<unknown> {
  const jobId = [null, 'books', 'books', 'toys'][chance % 4]!;
  switch (kind) {
    case 'sighting':
      return store.commit({
        deals: [dealOf({ asin, jobId, product: productOf({ asin, brand: String(chance % 3) }), lastSeenMs: nowMs + index })],
        nowMs,
      });
    case 'claim': {
      // One at a time: which of two equally old rows goes first is nobody's promise.
      const claimed = await store.deals.claimDue(refreshClaimOf({ owner, limit: 1, seenBeforeMs: nowMs - 5_000, nowMs }));
      held.deals.push(...claimed);
      return claimed;
    }
    case 'end': {
      const claimed = held.deals.splice(chance % Math.max(1, held.deals.length), 1)[0];
      if (claimed === undefined) return null;
      const deal =
        chance % 3 === 0 ? null : { ...claimed.deal, product: productOf({ asin: claimed.deal.asin, brand: 'refreshed' }), lastSeenMs: nowMs + index };
      const notBeforeMs = chance % 5 === 0 ? { notBeforeMs: nowMs + 20_000 } : {};
      return store.commit({ refreshed: [{ claimed, deal, answered: chance % 5 !== 0, ...notBeforeMs }], nowMs });
    }
    case 'prune':
      return store.deals.prune({
        jobId: 'books',
        domainId: 1,
        expireSeenBeforeMs: nowMs - 60_000,
        deleteExpiredBeforeMs: nowMs - 90_000,
        limit: 9,
        nowMs,
      });
    case 'force':
      return store.deals.makeAllDue('books', 1);
    case 'beat':
      return store.runs.beat(owner, nowMs + 90_000, nowMs);
    case 'leave':
      return store.runs.end(owner);
    case 'seller':
      return store.commit({ sellersSeen: [{ domainId: 1, sellerIds: [asin] }], nowMs });
    case 'lookup':
      return lookUp(store, { owner, chance, nowMs });
    case 'grant':
      return grant(store, { index, chance, nowMs });
    case 'retain':
      return store.stateStore.retain({
        itemsFinishedBeforeMs: nowMs,
        purchasesBeforeMs: nowMs,
        ledgerBeforeMs: nowMs - 3_600_000,
        rawBeforeMs: nowMs,
        limit: 9,
      });
  }
}

async function lookUp(store: DealStore, { owner, chance, nowMs }: Pick<Happening, 'owner' | 'chance' | 'nowMs'>): Promise<unknown> {
  const claimed = await store.sellers.claimDue(sellerClaimOf({ owner, fetchedBeforeMs: nowMs - 5_000, nowMs }));
  const ends = claimed.map((each, n) => ({ claimed: each, seller: null, answered: (chance + n) % 2 === 0, notBeforeMs: nowMs + 10_000 }));
  const { fencedOut } = await store.commit({ sellers: ends, nowMs });
  return [[...claimed].map(({ sellerId, attempts }) => [sellerId, attempts]).sort(), fencedOut];
}

async function grant(store: DealStore & TokenLedger, { index, chance, nowMs }: Pick<Happening, 'index' | 'chance' | 'nowMs'>): Promise<unknown> {
  const callId = `call ${index}`;
  await store.reserve(reserveRequestOf(callId, { nowMs }));
  if (chance % 4 === 0) return store.forfeit(callId);
  if (chance % 4 === 1) return store.cancel(callId);
  if (chance % 4 === 2) return null;
  return store.settle(callId, readingOf({ serverEndMs: nowMs, tokensLeft: 200 - 3 * chance, tokensConsumed: chance }));
}

async function visible(store: DealStore & TokenLedger, nowMs: number): Promise<unknown> {
  const rows = await store.deals.find({ sort: 'title', descending: false });
  const sellers = await store.sellers.find({});
  return {
    deals: [...(await store.deals.byAsin(1, ASINS))].sort((a, b) => (a.asin < b.asin ? -1 : 1)),
    shown: rows.map(({ asin }) => asin).sort(),
    backlog: await store.deals.refreshStatus({ jobId: 'books', domainId: 1, seenBeforeMs: nowMs - 5_000, nowMs }),
    sellers: sellers.map(({ sellerId, fetchedMs }) => `${sellerId} ${fetchedMs}`).sort(),
    lookups: await store.sellers.status({ domainId: 1, fetchedBeforeMs: nowMs - 5_000, nowMs }),
    totals: await store.books.totals('acc'),
    lately: await store.books.totals('acc', nowMs - 100_000),
    foreign: await store.foreignSpend('acc', nowMs),
  };
}
