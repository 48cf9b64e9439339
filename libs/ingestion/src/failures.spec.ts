import { cursorOf } from '@smart-ingestor/conformance';
import { KeepaUnreachableError, KeyRefusedError, RequestRejectedError } from '@smart-ingestor/contracts';
import { itemsOf, jobOf, type Rig, rigOf, rowsOf } from './testing/rig';
import { failedWith, REFUSED_KEY, REJECTED, UNREACHABLE } from './testing/scripted-transport';

const ASINS = rowsOf(4).map(({ asin }) => asin);

/** A job whose feed was read: only the items are left to do. */
function onlyItems(options: Parameters<typeof rigOf>[0] = {}): Rig {
  const rig = rigOf({ bounds: { forMs: 3_600_000 }, ...options, jobs: [jobOf({}, 0)] });
  const nowMs = rig.clock.nowMs();
  const read = { passStartedMs: nowMs, passCompletedMs: nowMs, coveredToMs: nowMs, pagesRead: 0, lastRowCount: null, pagesPerPass: 1_000_000 };
  rig.store.cursors.set('books', cursorOf(read));
  rig.store.add(itemsOf(4));
  return rig;
}

describe('Keepa out of reach', () => {
  it('is asked again after 0.5 s, 1 s, 2 s, … and is unreachable past the retry limit', async () => {
    const rig = onlyItems({ retryLimit: 3 });
    rig.transport.script = () => UNREACHABLE;
    await expect(rig.run()).rejects.toThrow(KeepaUnreachableError);
    expect(rig.eventsOf('wait.started').map(({ waitMs }) => waitMs)).toEqual([500, 1_000, 2_000]);
    expect(rig.transport.sent).toHaveLength(4);
    expect(rig.store.rows.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(4).fill('queued 0'));
    expect([...rig.ledger.closings.values()].every((how) => how.join() === 'cancelled')).toBe(true);
  });

  it('counts failures in a row: an answer in between starts the count anew', async () => {
    const rig = onlyItems({ retryLimit: 2, bounds: { forMs: 60_000 } });
    rig.transport.script = (_request, nth) => (nth <= 2 || nth === 4 || nth === 5 ? UNREACHABLE : undefined);
    await expect(rig.run()).resolves.toMatchObject({ stopped: 'for' });
    expect(rig.store.ends()).toEqual(ASINS.map((asin) => `${asin}: stored`));
  });

  it('at the start of a run may be over before anybody waits for its end, where time runs fast', async () => {
    const rig = onlyItems({ bounds: { forMs: 60_000 } });
    rig.transport.tokenScript = (nth) => (nth === 1 ? UNREACHABLE : undefined);
    const nowMs = rig.clock.nowMs.bind(rig.clock);
    let aheadMs = 0;
    rig.clock.nowMs = () => nowMs() + (aheadMs += 300);
    await expect(rig.run()).resolves.toMatchObject({ stopped: 'for' });
  });

  it('at the start of a run is asked for /token with the same back-off and limit', async () => {
    const rig = onlyItems({ retryLimit: 2 });
    rig.transport.tokenScript = () => UNREACHABLE;
    await expect(rig.run()).rejects.toThrow(/failed 3 times in a row \(UNREACHABLE.*retry limit is 2/);
    expect(rig.transport.tokenReadsAtMs.map((atMs) => atMs - rig.transport.tokenReadsAtMs[0]!)).toEqual([0, 500, 1_500]);
    expect(rig.transport.sent).toEqual([]);
  });
});

describe('What no repetition mends', () => {
  it('a refused key ends the run, and the items go back', async () => {
    const rig = onlyItems();
    rig.transport.script = () => REFUSED_KEY;
    await expect(rig.run()).rejects.toThrow(KeyRefusedError);
    expect(rig.transport.sent).toHaveLength(1);
    expect(rig.store.rows.every(({ state, heldUntilMs }) => state === 'queued' && heldUntilMs === 0)).toBe(true);
  });

  it('a refused key is told at the first /token, before anything is reserved', async () => {
    const rig = onlyItems();
    rig.transport.tokenScript = () => REFUSED_KEY;
    await expect(rig.run()).rejects.toThrow(KeyRefusedError);
    expect(rig.ledger.reserved).toEqual([]);
  });

  it('an account that refills nothing is refused like its key: there is nothing to wait for', async () => {
    const rig = rigOf({ refillPerMinute: 0, balanceTokens: 90 });
    await expect(rig.run()).rejects.toThrow('refill rate of 0');
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('a rejected page ends the run in the words of Keepa', async () => {
    const rig = rigOf();
    rig.transport.script = () => REJECTED;
    const run = rig.run();
    await expect(run).rejects.toThrow(RequestRejectedError);
    await expect(run).rejects.toThrow('bad asin');
    expect(rig.transport.sent).toHaveLength(1);
  });
});

describe('A rejected batch', () => {
  it('is tried again one by one until the culprit is alone and dead, and the others are bought', async () => {
    const rig = onlyItems();
    const culprit = ASINS[2]!;
    rig.transport.script = (request) => (request.endpoint === 'product' && request.asins!.includes(culprit) ? REJECTED : undefined);
    await rig.run();
    expect(rig.store.ends()).toEqual(ASINS.map((asin) => (asin === culprit ? `${asin}: dead(REQUEST_REJECTED: bad asin)` : `${asin}: stored`)));
    const peeks = rig.transport.asinsSent().filter((asins) => asins.length === 1 || asins.includes(culprit));
    expect(peeks[0]).toEqual(ASINS);
    expect(rig.transport.asinsSent().filter((asins) => asins.includes(culprit))).toEqual([ASINS, [culprit]]);
  });

  it('whose every part is rejected ends the run past the retry limit', async () => {
    const rig = onlyItems({ retryLimit: 2 });
    rig.transport.script = () => REJECTED;
    await expect(rig.run()).rejects.toThrow(RequestRejectedError);
    expect(rig.transport.sent).toHaveLength(3);
  });
});

describe('An item that the server fails on', () => {
  it.each([
    ['without a word', failedWith()],
    ['with an envelope that says it cost nothing', failedWith({ code: 'SERVER_ERROR', status: 500, charge: 'nothing', message: 'oops' })],
  ])('%s takes its neighbours down once, lets them pass, and is dead when it fails alone between answers', async (_how, failure) => {
    const rig = onlyItems({ retryLimit: 3 });
    const culprit = ASINS[0]!;
    rig.transport.script = (request) => (request.endpoint === 'product' && request.asins!.includes(culprit) ? failure : undefined);
    await expect(rig.run()).rejects.toThrow(KeepaUnreachableError);
    const neighbours = ASINS.slice(1).map((asin) => `${asin}: stored`);
    expect(rig.store.ends()).toEqual([`${culprit}: queued`, ...neighbours]);
    expect(rig.transport.asinsSent().filter((asins) => asins.includes(culprit) && asins.length > 1)).toEqual([ASINS]);
    await rig.run();
    expect(rig.store.ends()).toEqual([`${culprit}: dead(${failure.failure.code}: ${failure.failure.message})`, ...neighbours]);
  });
});
