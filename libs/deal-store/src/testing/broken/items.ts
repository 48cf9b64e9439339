import { asked, type Control, patch, told } from './damage';

/** Work items: delivered, overtaken, claimed, ended. */
export const BROKEN_ITEMS: readonly Control[] = [
  ['counts known items as new', told((_outcome, { newItems = [] }) => ({ itemsAdded: newItems.length })), 'leaves a known one alone'],
  ['does not say why it rejects', told(() => ({ rejectedByReason: {} })), 'rejected by their reason'],
  [
    'judges nothing again',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => ({ ...item, filterHash: 'the first' })) })),
    'judges a rejected item again',
  ],
  [
    'tells the newest version of every domain',
    ({ work }) => patch(work, 'newest', (newest) => (jobId, _domainId, asins) => newest(jobId, 1, asins)),
    'newest version of an ASIN',
  ],
  [
    'knows one job only',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => ({ ...item, jobId: 'books' })) })),
    'items of two jobs apart',
    'same job and ASIN',
  ],
  [
    'lets old versions stand beside new ones',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => ({ ...item, asin: `${item.asin}@${item.lastUpdateMs}` })) })),
    'supersedes open older items',
    'for a new item that is rejected, too',
    'an older delivery than a known one',
    'lets the newest of one commit win',
    'a queued item that overtakes an accepted one',
    'that its owner would leave open',
    'whose lease ran out or that wait',
    'superseded or judged again meanwhile',
  ],
  [
    'overtakes what is held',
    (store) =>
      patch(store, 'commit', (commit) => async (wanted) => {
        if (wanted.newItems !== undefined) await store.runs.end('me');
        return commit(wanted);
      }),
    'out of the hands of its owner',
    'lets a newer version wait',
    'what its own reader still holds',
  ],
  [
    'hands out the oldest first',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => ({ ...item, value: -item.lastUpdateMs })) })),
    'gives the newest first, each item',
  ],
  [
    'forgets values',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => ({ ...item, value: 0 })) })),
    'gives the highest value first',
    'finds the best of many',
  ],
  [
    'hands out what is in another state',
    ({ work }) => patch(work, 'claim', (claim) => (request) => claim({ ...request, state: 'queued' })),
    'only items of the state',
  ],
  [
    'sees no product behind the items of two jobs',
    asked(({ newItems }) => ({ newItems: newItems?.map((item) => (item.jobId === 'toys' ? { ...item, asin: `toy ${item.asin}` } : item)) })),
    'lets the item of another job wait',
    'lets it wait no longer than the lease',
  ],
  [
    'ends no item',
    asked(({ transitions }) => ({ transitions: transitions?.map((each) => ({ ...each, to: each.item.state as 'queued' })) })),
    'ends an item for good',
  ],
  [
    'forgets when a retry is due',
    asked(({ transitions }) => ({ transitions: transitions?.map((each) => ({ ...each, notBeforeMs: undefined })) })),
    'releases an item back to its own state',
    'does not renew what waits',
    'leaves a retry to its time',
  ],
  [
    'keeps the value that an item came with',
    asked(({ transitions }) => ({ transitions: transitions?.map((each) => ({ ...each, value: undefined })) })),
    'takes a new value from the transition',
  ],
  [
    'has one queue for all classes',
    ({ work }) => patch(work, 'queue', (queue) => (jobId, _workClass, nowMs, owner) => queue(jobId, 'discover', nowMs, owner)),
    'classes of a job apart',
  ],
  [
    'keeps no failure',
    asked(({ transitions }) => ({ transitions: transitions?.map((each) => ({ ...each, failure: undefined })) })),
    'keeps the last failure',
    'not what it cost',
  ],
  [
    'lists the dead oldest first',
    ({ work }) => patch(work, 'dead', (dead) => async (query) => [...(await dead(query))].reverse()),
    'lists the dead newest first',
  ],
  [
    'takes back all the dead, whoever was asked for',
    ({ work }) => patch(work, 'retryDead', (retry) => (_query, nowMs) => retry({}, nowMs)),
    'takes the dead back as adhoc',
  ],
  [
    'takes the dead back where it should drop them',
    ({ work }) => patch(work, 'dropDead', () => (query, nowMs) => work.retryDead(query, nowMs)),
    'drops the dead for good',
  ],
];
