import { type CoverageGap, type DealStore, LONGEST_PROCESSING_MS, type TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { cursorOf, feedMoveOf, headOf, newItemOf, rawResponseOf, readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const FEED = { jobId: 'books', feedHash: 'h1' } as const;
const TERMS = { owner: 'me', leaseMs: 90_000, nowMs: NOW } as const;

/** Who reads a feed, and how far it was read. */
export function describeFeeds(of: () => DealStore & TokenLedger): void {
  describeFeedLeases(of);
  describeFeedMoves(of);

  it('keeps gaps apart by feed and reason, newest first, each once', async () => {
    const gap = (fields: Partial<CoverageGap> = {}): CoverageGap => ({ ...FEED, fromMs: 1, toMs: 2, reason: 'away', recordedMs: NOW, ...fields });
    await of().commit({ gaps: [gap(), gap({ reason: 'row-limit', recordedMs: NOW + 1 })], nowMs: NOW });
    await of().commit({ gaps: [gap({ toMs: 3, recordedMs: NOW + 2 }), gap({ jobId: 'toys', recordedMs: NOW + 3 })], nowMs: NOW });
    const newest = [gap({ toMs: 3, recordedMs: NOW + 2 }), gap({ reason: 'row-limit', recordedMs: NOW + 1 })];
    expect(await of().feeds.gaps({ jobId: 'books' })).toEqual(newest);
    expect(await of().feeds.gaps({ limit: 1 })).toEqual([gap({ jobId: 'toys', recordedMs: NOW + 3 })]);
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    expect((await of().jobStatus(NOW))[0]?.gaps).toEqual(newest);
  });
}

function describeFeedLeases(of: () => DealStore): void {
  it('lets one read each part of a feed at a time', async () => {
    const pass = await of().feeds.claim(FEED, 'pass', TERMS);
    expect(pass).toEqual({ ...FEED, part: 'pass', fence: expect.any(Number) });
    expect(await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you' })).toBeNull();
    expect(await of().feeds.claim(FEED, 'head', { ...TERMS, owner: 'you' })).not.toBeNull();
    expect(await of().feeds.claim({ ...FEED, feedHash: 'h2' }, 'pass', { ...TERMS, owner: 'you' })).not.toBeNull();
    await of().feeds.release(pass!);
    expect(await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you' })).not.toBeNull();
  });

  it('gives it to another when the lease has run out, under a higher fence, and a late release takes nothing away', async () => {
    const mine = await of().feeds.claim(FEED, 'pass', TERMS);
    expect(await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you', nowMs: NOW + TERMS.leaseMs - 1 })).toBeNull();
    const yours = await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you', nowMs: NOW + TERMS.leaseMs });
    expect(yours!.fence).toBeGreaterThan(mine!.fence);
    await of().feeds.release(mine!);
    expect(await of().feeds.claim(FEED, 'pass', { ...TERMS, nowMs: NOW + TERMS.leaseMs })).toBeNull();
  });

  it('lets no feed wait for the lease of another clock', async () => {
    await of().feeds.claim(FEED, 'pass', { ...TERMS, nowMs: NOW + LONGEST_PROCESSING_MS + 1 });
    expect(await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you' })).not.toBeNull();
    await of().feeds.claim(FEED, 'head', { ...TERMS, nowMs: NOW + LONGEST_PROCESSING_MS });
    expect(await of().feeds.claim(FEED, 'head', { ...TERMS, owner: 'you' })).toBeNull();
  });
}

function describeFeedMoves(of: () => DealStore & TokenLedger): void {
  it('moves the cursor and the head under the lease, which ends with the commit', async () => {
    const move = await feedMoveOf(of(), cursorOf());
    expect(await of().commit({ feed: move, nowMs: NOW })).toMatchObject({ fencedOut: 0 });
    const lease = await of().feeds.claim(FEED, 'head', TERMS);
    await of().commit({ feed: { lease: lease!, head: headOf() }, nowMs: NOW });
    expect(await of().feeds.head(FEED)).toEqual(headOf());
    expect(await of().feeds.cursor(FEED)).toEqual(cursorOf());
    expect(await of().feeds.head({ ...FEED, feedHash: 'h2' })).toBeNull();
    expect((await of().jobStatus(NOW))[0]).toMatchObject({ jobId: 'books', cursor: cursorOf(), head: headOf() });
    const again = await of().feeds.claim(FEED, 'head', TERMS);
    const reached = headOf({ reachedMs: NOW, pagesRead: 0, newestCreatedMs: NOW - 5, runningNewestCreatedMs: null, orderVerified: false });
    await of().commit({ feed: { lease: again!, head: reached }, nowMs: NOW });
    expect(await of().feeds.head(FEED)).toEqual(reached);
  });

  it('gives the lease back without a move', async () => {
    const lease = await of().feeds.claim(FEED, 'pass', TERMS);
    expect(await of().commit({ feed: { lease: lease! }, nowMs: NOW })).toMatchObject({ fencedOut: 0 });
    expect(await of().feeds.cursor(FEED)).toBeNull();
    expect(await of().feeds.claim(FEED, 'pass', TERMS)).not.toBeNull();
  });

  it('moves nothing under an out-of-date fence, but keeps what the page delivered and what it cost', async () => {
    await of().observe('acc', readingOf());
    await of().reserve(reserveRequestOf('late'));
    const move = await feedMoveOf(of(), cursorOf({ pagesRead: 7 }));
    const later = NOW + 150_000;
    const taken = await of().feeds.claim(FEED, 'pass', { ...TERMS, owner: 'you', nowMs: later });
    const gap = { ...FEED, fromMs: 1, toMs: 2, reason: 'away', recordedMs: NOW } as const;
    const settlement = { callId: 'late', reading: readingOf({ tokensConsumed: 5 }) };
    const late = { settlement, raw: rawResponseOf('{}'), newItems: [newItemOf()], feed: move, gaps: [gap], nowMs: later };
    expect(await of().commit(late)).toMatchObject({ fencedOut: 1, itemsAdded: 1 });
    expect(await of().books.entries({})).toMatchObject([{ callId: 'late', state: 'settled', consumedTokens: 5 }]);
    expect(await of().feeds.cursor(FEED)).toBeNull();
    expect(await of().feeds.gaps({})).toEqual([]);
    expect(await of().commit({ feed: { lease: taken!, cursor: cursorOf() }, nowMs: later })).toMatchObject({ fencedOut: 0 });
    expect(await of().commit({ feed: { lease: taken!, cursor: cursorOf({ pagesRead: 8 }) }, nowMs: later })).toMatchObject({ fencedOut: 1 });
    expect(await of().feeds.cursor(FEED)).toEqual(cursorOf());
  });
}
