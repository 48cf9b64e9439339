import type { ClaimedItem, FeedRow, ItemTransition, KeepaFailure, KeepaRequest } from '@smart-ingestor/contracts';
import { backoffMs } from './backoff';
import { afterFailure as transitionsAfter } from './failed-items';

const NOW = 1_767_225_600_000;
const item = (asin: string, attempts = 0): ClaimedItem => ({
  jobId: 'books',
  workClass: 'discover',
  domainId: 1,
  asin,
  lastUpdateMs: NOW,
  state: 'accepted',
  feed: { asin } as FeedRow,
  attempts,
  fence: 1,
});
const failure = (changes: Partial<KeepaFailure>): KeepaFailure => ({
  code: 'TIMED_OUT',
  kind: 'transient',
  charge: 'unknown',
  status: null,
  message: 'no answer in 120 s',
  details: null,
  reading: null,
  ...changes,
});

const REQUEST: KeepaRequest = { endpoint: 'product', domainId: 1, asins: ['A', 'B'] };

function afterFailure(
  items: readonly ClaimedItem[],
  failed: KeepaFailure,
  failuresInARow: number,
  nowMs: number,
  random: number,
): readonly ItemTransition[] {
  return transitionsAfter(items, REQUEST, { failure: failed, callId: 'c1', tokens: 13, failuresInARow, random }, nowMs);
}

describe('afterFailure', () => {
  it('hands items back untouched while Keepa is out of reach', () => {
    const unreachable = failure({ code: 'UNREACHABLE', charge: 'nothing' });
    expect(afterFailure([item('A', 4), item('B')], unreachable, 3, NOW, 0)).toEqual([
      { item: item('A', 4), to: 'accepted', reason: null },
      { item: item('B'), to: 'accepted', reason: null },
    ]);
  });

  it('keeps the stage, counts the attempt and backs off each item after a timeout', () => {
    const [first] = afterFailure([item('A', 1), item('B')], failure({}), 1, NOW, 0);
    expect(first).toMatchObject({ to: 'accepted', attempts: 2, notBeforeMs: NOW + 2_000 });
  });

  it('keeps an item back for longer than the loop backs off, so that its neighbours get their turn first', () => {
    const [tried] = afterFailure([item('A')], failure({}), 3, NOW, 0);
    expect(tried!.notBeforeMs! - NOW).toBeGreaterThanOrEqual(backoffMs(3, 0.999));
  });

  it('counts the attempt where the server answered with an error of its own, also when it says that it cost nothing', () => {
    const failed = failure({ code: 'SERVER_ERROR', status: 500, charge: 'nothing' });
    expect(afterFailure([item('A'), item('B')], failed, 1, NOW, 0).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('declares an item dead that fails alone for the fifth time while others succeed', () => {
    expect(afterFailure([item('A', 4)], failure({}), 1, NOW, 0)[0]).toMatchObject({ to: 'dead', reason: 'TIMED_OUT: no answer in 120 s' });
  });

  it('does not blame an item for an outage: other requests fail too', () => {
    expect(afterFailure([item('A', 4)], failure({}), 2, NOW, 0)[0]).toMatchObject({ to: 'accepted' });
  });

  it('blames an item that Keepa rejects alone, at once and in the words of Keepa', () => {
    const rejected = failure({ code: 'REQUEST_REJECTED', kind: 'rejected', charge: 'nothing', message: 'bad asin' });
    expect(afterFailure([item('A')], rejected, 1, NOW, 0)[0]).toMatchObject({ to: 'dead', reason: 'REQUEST_REJECTED: bad asin' });
    expect(afterFailure([item('A'), item('B')], rejected, 1, NOW, 0).map(({ to }) => to)).toEqual(['accepted', 'accepted']);
  });

  it('hands items back untouched after a 429 or where nothing was sent', () => {
    expect(transitionsAfter([item('A', 3)], REQUEST, null, NOW)).toEqual([{ item: item('A', 3), to: 'accepted', reason: null }]);
  });

  it('writes down what failed and shares out to the token what it cost', () => {
    const written = afterFailure([item('A'), item('B')], failure({}), 1, NOW, 0).map((transition) => transition.failure!);
    expect(written).toMatchObject([{ code: 'TIMED_OUT', callId: 'c1', tokens: 7, atMs: NOW, request: JSON.stringify(REQUEST) }, { tokens: 6 }]);
  });

  it('never lets items wait for longer than two minutes, however often they failed', () => {
    for (const random of [0, 0.5, 0.999])
      for (const { notBeforeMs } of afterFailure([item('A', 40), item('B', 40)], failure({}), 9, NOW, random))
        expect(notBeforeMs! - NOW).toBeLessThanOrEqual(120_000);
  });
});
