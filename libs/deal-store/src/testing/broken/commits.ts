import { asked, type Control, patch, type Store, told } from './damage';

/** Stores what a response brought first, and settles then. */
function notAtomic(store: Store): void {
  patch(store, 'commit', (commit) => async ({ settlement, ...rest }) => {
    const outcome = await commit(rest);
    if (settlement !== undefined) await commit({ settlement, nowMs: rest.nowMs });
    return outcome;
  });
}

/** A product loses its offers where a deal is written again. */
function losesOffers(store: Store): void {
  const known = new Set<string>();
  asked(({ deals }) => ({
    deals: deals?.map((deal) => (known.has(deal.asin) ? { ...deal, product: { ...deal.product, offers: null } } : (known.add(deal.asin), deal))),
  }))(store);
}

/** One response, one transaction; what was bought; how far a feed was read. */
export const BROKEN_COMMITS: readonly Control[] = [
  ['counts one deal too many', told(({ dealsNew }) => ({ dealsNew: dealsNew + 1 })), 'does nothing for an empty commit'],
  ['forgets to settle', asked(() => ({ settlement: undefined })), 'settles and stores in one step'],
  ['is not atomic', notAtomic, 'stores nothing at all where', 'rolls a failing one back alone'],
  [
    'takes a move that the rules do not know for none',
    (store) => patch(store, 'commit', (commit) => (wanted) => commit(wanted).catch(() => commit({ nowMs: wanted.nowMs }))),
    'refuses a move that the rules do not know',
  ],
  [
    'keeps no price history',
    asked(({ deals }) => ({ deals: deals?.map((deal) => ({ ...deal, product: { ...deal.product, history: [] } })) })),
    'gives a deal back equal in every field',
  ],
  ['counts no change', told(() => ({ dealsChanged: 0 })), 'counts a deal as new once'],
  ['loses what was bought when the feed is read again', losesOffers, 'renews the feed part'],
  [
    'takes a peek for a commit',
    ({ work }) => patch(work, 'purchases', (purchases) => (_stage, items) => purchases('peek', items)),
    'remembers what was bought per stage',
  ],
  [
    'has one cursor for all feeds of a job',
    ({ feeds }) => patch(feeds, 'cursor', (cursor) => (feed) => cursor({ ...feed, feedHash: 'h1' })),
    'keeps one cursor per job and feed',
  ],
  [
    'forgets the cursor',
    asked(({ feed }) => (feed === undefined ? {} : { feed: { lease: feed.lease } })),
    'moves the cursor and the head under the lease',
    'keeps one cursor per job and feed',
  ],
  [
    'lists gaps oldest first',
    ({ feeds }) => patch(feeds, 'gaps', (gaps) => async (query) => [...(await gaps(query))].reverse()),
    'keeps gaps apart by feed',
  ],
];
