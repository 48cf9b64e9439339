import { refreshClaimOf } from '@smart-ingestor/conformance';
import { asked, type Control, patch, type Store } from './damage';

/** A deal seen once is as old as its first sighting for ever. */
function forgetsSightings(store: Store): void {
  const first = new Map<string, number>();
  asked(({ deals }) => ({
    deals: deals?.map((deal) => {
      first.set(deal.asin, first.get(deal.asin) ?? deal.lastSeenMs);
      return { ...deal, lastSeenMs: first.get(deal.asin)! };
    }),
  }))(store);
}

/** Takes every deal for one whose refresh was answered. */
function prunesUngated(store: Store): void {
  const { deals } = store;
  patch(deals, 'prune', (prune) => async (request) => {
    const { jobId, domainId, nowMs } = request;
    const due = await deals.claimDue(refreshClaimOf({ jobId, domainId, nowMs, owner: 'prune', leaseMs: 0, seenBeforeMs: nowMs, limit: 100 }));
    await store.commit({ refreshed: due.map((claimed) => ({ claimed, deal: null, answered: true })), nowMs });
    return prune(request);
  });
}

/** What was hidden once is not shown again. */
function hidesForGood({ deals }: Store): void {
  const hidden = new Set<string>();
  patch(deals, 'find', (find) => async (query) => {
    const shown = await find(query);
    return query.includeExpired === true ? shown : shown.filter(({ asin }) => !hidden.has(asin));
  });
  patch(deals, 'prune', (prune) => async (request) => {
    const list = { sort: 'title', descending: false } as const;
    const outcome = await prune(request);
    const visible = new Set((await deals.find(list)).map(({ asin }) => asin));
    for (const { asin } of await deals.find({ ...list, includeExpired: true })) if (!visible.has(asin)) hidden.add(asin);
    return outcome;
  });
}

/** What people ask of deals. */
const BROKEN_LISTS: readonly Control[] = [
  [
    'shows prices in whole units',
    ({ deals }) => patch(deals, 'find', (find) => async (query) => (await find(query)).map((row) => ({ ...row, price: row.price! / 100 }))),
    'shows a deal as people read it',
  ],
  ['sorts one way only', ({ deals }) => patch(deals, 'find', (find) => (query) => find({ ...query, descending: true })), 'sorts by every key'],
  [
    'finds everything',
    ({ deals }) =>
      patch(
        deals,
        'find',
        (find) =>
          ({ sort, descending }) =>
            find({ sort, descending }),
      ),
    'filters by domain, ASIN',
  ],
  [
    'shows what was rejected',
    ({ deals }) => patch(deals, 'find', (find) => (query) => find({ ...query, includeRejected: true })),
    'leaves rejected deals out',
  ],
  [
    'counts wrong',
    (store) => patch(store, 'jobStatus', (jobStatus) => async (nowMs) => (await jobStatus(nowMs)).map((job) => ({ ...job, deals: job.deals + 1 }))),
    'sums up every job',
    'counts the deals of each job',
  ],
];

/** Which deals are renewed next, and what becomes of them. */
const BROKEN_REFRESHES: readonly Control[] = [
  [
    'hands out the deals that were seen last',
    ({ deals }) => patch(deals, 'claimDue', (claimDue) => async (request) => [...(await claimDue(request))].reverse()),
    'that nothing has shown for longest',
  ],
  [
    'hands a deal out in part',
    ({ deals }) =>
      patch(
        deals,
        'claimDue',
        (claimDue) => async (request) => (await claimDue(request)).map((claimed) => ({ ...claimed, deal: { ...claimed.deal, marginMinor: null } })),
      ),
    'gives the deal complete',
  ],
  [
    'refreshes one domain only',
    ({ deals }) => patch(deals, 'claimDue', (claimDue) => (request) => claimDue({ ...request, domainId: 1 })),
    'keeps jobs and domains apart; a deal',
  ],
  ['forgets sightings', forgetsSightings, 'lets a sighting put a deal to the end'],
  ['makes nothing due', ({ deals }) => patch(deals, 'makeAllDue', () => async () => 2), 'makes every deal of a job due on demand'],
  [
    'keeps nothing of a refresh',
    asked(({ refreshed }) => ({ refreshed: refreshed?.map((each) => ({ ...each, deal: null })) })),
    'renews the deal, frees it',
  ],
  [
    'asks again at once for what Keepa does not know',
    asked(({ refreshed }) => ({ refreshed: refreshed?.map((each) => ({ ...each, answered: each.deal !== null })) })),
    'leaves a deal as it was where Keepa has no data',
  ],
  [
    'does not wait after a failure',
    asked(({ refreshed, sellers }) => ({
      refreshed: refreshed?.map((each) => ({ ...each, notBeforeMs: undefined })),
      sellers: sellers?.map((each) => ({ ...each, notBeforeMs: undefined })),
    })),
    'waits after a failure as long as it is told',
    'waits after a failure, and keeps what is known',
  ],
  [
    'lets a slow refresh take back what was seen meanwhile',
    asked(({ refreshed, deals }) => (refreshed === undefined ? {} : { deals: [...(deals ?? []), ...refreshed.flatMap(({ deal }) => deal ?? [])] })),
    'never takes back what a sighting brought',
  ],
  [
    'does not say when a held deal becomes free',
    ({ deals }) => patch(deals, 'refreshStatus', (status) => async (request) => ({ ...(await status(request)), nextFreeAtMs: null })),
    'tells how many deals a job keeps fresh',
  ],
];

/** What is hidden, and deleted. */
const BROKEN_PRUNES: readonly Control[] = [
  ['deletes ungated', prunesUngated, 'hides no deal whose own refresh was not answered', 'deletes no hidden deal before'],
  [
    'prunes every job',
    ({ deals }) => patch(deals, 'prune', (prune) => (request) => prune({ ...request, jobId: 'books' })),
    'hides a deal that its answered refresh could not renew',
  ],
  [
    'prunes what is held',
    ({ deals, runs }) =>
      patch(deals, 'prune', (prune) => async (request) => {
        await runs.end('me');
        return prune(request);
      }),
    'leaves a deal alone that is held',
    'does not delete what is held',
  ],
  ['hides for good', hidesForGood, 'shows a hidden deal again'],
  ['deletes all at once', ({ deals }) => patch(deals, 'prune', (prune) => (request) => prune({ ...request, limit: 1_000 })), 'deletes in chunks'],
];

const BROKEN_SELLERS: readonly Control[] = [
  [
    'knows sellers of one domain only',
    asked(({ sellersSeen }) => ({ sellersSeen: sellersSeen?.map((seen) => ({ ...seen, domainId: 1 })) })),
    'enters every seller that offers named once',
  ],
  [
    'looks up the newest first',
    ({ sellers }) => patch(sellers, 'claimDue', (claimDue) => async (request) => [...(await claimDue(request))].reverse()),
    'looks up those that nobody ever looked up',
  ],
  [
    'shows those with the fewest ratings first',
    ({ sellers }) => patch(sellers, 'find', (find) => async (query) => [...(await find(query))].reverse()),
    'shows those with the most ratings first',
  ],
];

export const BROKEN_DEALS: readonly Control[] = [...BROKEN_LISTS, ...BROKEN_REFRESHES, ...BROKEN_PRUNES, ...BROKEN_SELLERS];
