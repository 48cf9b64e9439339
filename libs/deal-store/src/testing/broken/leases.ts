import { claimOf } from '@smart-ingestor/conformance';
import type { Lease, LeaseTerms } from '@smart-ingestor/contracts';
import { asked, type Control, patch, type Store } from './damage';

/** Everything that can be held, claimed under other terms than were asked for. */
function claims(change: <T extends LeaseTerms>(terms: T) => T): Control[1] {
  return ({ work, deals, sellers, feeds }) => {
    patch(work, 'claim', (claim) => (request) => claim(change(request)));
    patch(deals, 'claimDue', (claimDue) => (request) => claimDue(change(request)));
    patch(sellers, 'claimDue', (claimDue) => (request) => claimDue(change(request)));
    patch(feeds, 'claim', (claim) => (feed, part, terms) => claim(feed, part, change(terms)));
  };
}

/** A clock of its own for each store, which never goes back. */
function onlyForward(store: Store): void {
  let latestMs = 0;
  const later = (nowMs: number): number => (latestMs = Math.max(latestMs, nowMs));
  claims((terms) => ({ ...terms, nowMs: later(terms.nowMs) }))(store);
  patch(store.work, 'queue', (queue) => (jobId, workClass, nowMs, owner) => queue(jobId, workClass, later(nowMs), owner));
}

/** Whoever asks is taken for somebody new. */
function nameless(store: Store): void {
  let asks = 0;
  claims((terms) => ({ ...terms, owner: `${terms.owner} ${(asks += 1)}` }))(store);
}

/** Every write is taken for that of the latest claim. */
function ignoresFences(store: Store): void {
  const latest = new Map<string, number>();
  const keyOf = (lease: object): string =>
    JSON.stringify(lease, ['deal', 'jobId', 'domainId', 'asin', 'lastUpdateMs', 'sellerId', 'feedHash', 'part']);
  const note = <T extends Lease>(lease: T): T => {
    latest.set(keyOf(lease), lease.fence);
    return lease;
  };
  const renewed = <T extends Lease>(lease: T): T => ({ ...lease, fence: latest.get(keyOf(lease)) ?? lease.fence });
  patch(store.work, 'claim', (claim) => async (request) => (await claim(request)).map(note));
  patch(store.deals, 'claimDue', (claimDue) => async (request) => (await claimDue(request)).map(note));
  patch(store.sellers, 'claimDue', (claimDue) => async (request) => (await claimDue(request)).map(note));
  patch(store.feeds, 'claim', (claim) => async (feed, part, terms) => {
    const lease = await claim(feed, part, terms);
    return lease === null ? null : note(lease);
  });
  patch(store.feeds, 'release', (release) => (lease) => release(renewed(lease)));
  asked(({ transitions, refreshed, sellers, feed }) => ({
    transitions: transitions?.map((each) => ({ ...each, item: renewed(each.item) })),
    refreshed: refreshed?.map((each) => ({ ...each, claimed: renewed(each.claimed) })),
    sellers: sellers?.map((each) => ({ ...each, claimed: renewed(each.claimed) })),
    ...(feed === undefined ? {} : { feed: { ...feed, lease: renewed(feed.lease) } }),
  }))(store);
}

/** What comes after the end of its lease is lost, also where nobody else took the item. */
function endsWithTheLease(store: Store): void {
  const untilMs = new WeakMap<Lease, number>();
  patch(store.work, 'claim', (claim) => async (request) => {
    const claimed = await claim(request);
    for (const item of claimed) untilMs.set(item, request.nowMs + request.leaseMs);
    return claimed;
  });
  asked(({ transitions, nowMs }) => ({ transitions: transitions?.filter(({ item }) => nowMs < untilMs.get(item)!) }))(store);
  patch(store, 'commit', (commit) => async (wanted) => {
    const late = (wanted.transitions ?? []).filter(({ item }) => wanted.nowMs >= untilMs.get(item)!);
    const outcome = await commit(wanted);
    return { ...outcome, fencedOut: outcome.fencedOut + late.length };
  });
}

/** Leases of items, deals, sellers and feeds; who runs, and what its heartbeat keeps. */
export const BROKEN_LEASES: readonly Control[] = [
  [
    'never frees a lapsed lease',
    claims((terms) => ({ ...terms, leaseMs: 1_000 * terms.leaseMs })),
    'gives an item to another when its lease has run out',
    'gives it to another when the lease has run out',
    'hands a deal to one process at a time',
    'hands a seller to one process at a time',
  ],
  [
    'waits for leases of another clock',
    onlyForward,
    'another clock, and does not take one of a clock that is a little ahead',
    'lets no feed wait for the lease of another clock',
    'does not honour a lease of another clock',
  ],
  [
    'ignores fences',
    ignoresFences,
    'changes nothing under an out-of-date fence',
    'moves nothing under an out-of-date fence',
    'does not take back what was taken over',
    'lets nobody who was overtaken write: neither',
    'hands a seller to one process at a time',
    'a late release takes nothing away',
  ],
  ['loses what comes after the end of its lease', endsWithTheLease, 'accepts the end of a claim whose lease has run out'],
  [
    'leases a feed as a whole',
    ({ feeds }) => patch(feeds, 'claim', (claim) => (feed, _part, terms) => claim(feed, 'pass', terms)),
    'lets one read each part of a feed',
  ],
  [
    'ends a lease of a feed only with a move',
    asked(({ feed }) => (feed?.cursor === undefined && feed?.head === undefined ? { feed: undefined } : {})),
    'gives the lease back without a move',
  ],
  [
    'has a heartbeat that keeps nothing',
    ({ runs }) => patch(runs, 'beat', () => async () => {}),
    'keeps with a heartbeat everything',
    'has it back with the next heartbeat',
    'lets a heartbeat keep a lease',
    'keeps a lease by heartbeat',
  ],
  [
    'frees nothing at the end of a run',
    ({ runs }) => patch(runs, 'end', () => async () => {}),
    'frees with the end of a run',
    'lists a run from its beginning to its end',
  ],
  [
    'takes the work out of the hands of a run that ended',
    ({ runs, work }) =>
      patch(runs, 'end', (end) => async (owner) => {
        await end(owner);
        await work.claim(claimOf({ owner: 'nobody', leaseMs: 0 }));
      }),
    'keeps what comes too late, after the end of a run',
  ],
  [
    'lists a run as it was when its owner first began',
    ({ runs }) => {
      const known = new Set<string>();
      patch(runs, 'begin', (begin) => async (run) => (known.has(run.owner) ? undefined : (known.add(run.owner), begin(run))));
    },
    'begins anew where an owner begins again',
  ],
  ['takes over from whoever asks', nameless, 'never takes over from itself', 'leaves to itself what another could have had'],
];
