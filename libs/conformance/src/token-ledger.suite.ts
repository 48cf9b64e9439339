import { type DealStore, GrantStateError, LONGEST_PROCESSING_MS, type ReserveResult, TICK_MS, type TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { describeBooks } from './token-ledger-books';
import { describeForeignSpend } from './token-ledger-foreign';
import { floorPolicy, type MakeStore, readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LATER = NOW + LONGEST_PROCESSING_MS + 1;

type Store = DealStore & TokenLedger;

/**
 * What the pipeline relies on, for any provider of `TOKEN_LEDGER`. Call it in a spec: `describeTokenLedger('mine', () => new MyStore(options))`.
 * Every test gets a store of its own, opens and closes it.
 */
export function describeTokenLedger(name: string, make: MakeStore): void {
  describe(`${name} as a TokenLedger`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await make();
      await store.open();
      await store.observe('acc', readingOf());
    });
    afterEach(() => store.close());

    describeReservations(() => store);
    describeClosing(() => store);
    describeReadings(() => store);
    describeUnknownOutcomes(() => store);
    describeForeignSpend(() => store);
    describeBooks(() => store);
  });
}

function describeReservations(of: () => Store): void {
  it('knows nothing of an account before its first reading', async () => {
    expect(await of().state('stranger', NOW)).toBeNull();
    expect(await of().reserve(reserveRequestOf('a', { accountId: 'stranger' }))).toEqual({ kind: 'unknown' });
    expect(await of().books.entries({ accountId: 'stranger' })).toEqual([]);
  });

  it('grants what the policy allows, and holds back its worst case', async () => {
    const result = await of().reserve(reserveRequestOf('a'));
    expect(result).toMatchObject({
      kind: 'granted',
      grant: { callId: 'a', accountId: 'acc', worstTokens: 10, grantedAtMs: NOW },
      state: { balanceTokens: 200, reservedWorstTokens: 0, capacityTokens: 300, refillPerMinute: 5 },
    });
    expect(await reserved(of())).toBe(10);
  });

  it('writes nothing where the policy says wait, split or refuse', async () => {
    const answers = [
      { kind: 'wait', untilMs: NOW + 1, reason: 'because' },
      { kind: 'split', affordableTokens: 3 },
      { kind: 'refuse', reason: 'never' },
    ] as const;
    for (const answer of answers) {
      const result = await of().reserve(reserveRequestOf('a', { policy: { name: 'says', decide: () => answer } }));
      expect(result).toMatchObject({ ...answer, state: { balanceTokens: 200 } });
    }
    expect(await of().books.entries({})).toEqual([]);
  });

  it('writes nothing where the policy throws', async () => {
    const decide = (): never => {
      throw new Error('broken policy');
    };
    await expect(of().reserve(reserveRequestOf('a', { policy: { name: 'broken', decide } }))).rejects.toThrow('broken policy');
    expect(await of().books.entries({})).toEqual([]);
    expect((await of().reserve(reserveRequestOf('b'))).kind).toBe('granted');
  });

  it('never grants more than the policy allows, however many ask at once', async () => {
    const ask = (n: number): Promise<ReserveResult> => of().reserve(reserveRequestOf(`call-${n}`, { policy: floorPolicy(0) }));
    const results = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)));
    expect(results.filter((result) => result.kind === 'granted')).toHaveLength(20);
    expect(await reserved(of())).toBe(200);
  });

  it('answers a repeated reserve with the same grant, once on the books, and with the state without it', async () => {
    const first = await of().reserve(reserveRequestOf('a', { policy: floorPolicy(190) }));
    const again = await of().reserve(reserveRequestOf('a', { policy: floorPolicy(190), nowMs: NOW + 5 }));
    expect(again).toMatchObject({ kind: 'granted', grant: first.kind === 'granted' ? first.grant : null, state: { reservedWorstTokens: 0 } });
    expect(await of().books.entries({})).toHaveLength(1);
  });

  it('hands a closed grant out to nobody: the second request would be in no book', async () => {
    await of().reserve(reserveRequestOf('a'));
    await of().settle('a', readingOf());
    await expect(of().reserve(reserveRequestOf('a'))).rejects.toThrow(GrantStateError);
  });

  it('keeps accounts apart', async () => {
    await of().observe('other', readingOf({ tokensLeft: 7 }));
    await of().reserve(reserveRequestOf('a'));
    expect(await of().state('other', NOW)).toMatchObject({ balanceTokens: 7, reservedWorstTokens: 0 });
    expect(await of().books.accounts()).toEqual(['acc', 'other']);
  });
}

function describeClosing(of: () => Store): void {
  it('settles: the worst case is released, the balance and what was consumed are known', async () => {
    await of().reserve(reserveRequestOf('a'));
    await of().settle('a', readingOf({ serverEndMs: NOW + 1_000, tokensLeft: 193, tokensConsumed: 7 }));
    expect(await of().state('acc', NOW + 1_000)).toMatchObject({ balanceTokens: 193, reservedWorstTokens: 0 });
    expect(await of().books.entries({})).toMatchObject([{ callId: 'a', state: 'settled', consumedTokens: 7, tokensLeft: 193 }]);
  });

  it('settles a refusal like any other answer: 0 consumed', async () => {
    await of().reserve(reserveRequestOf('a'));
    await of().settle('a', readingOf({ serverEndMs: NOW + 1, tokensLeft: -3, tokensConsumed: 0 }));
    expect(await of().state('acc', NOW + 1)).toMatchObject({ balanceTokens: -3, reservedWorstTokens: 0 });
    expect(await of().books.entries({})).toMatchObject([{ state: 'settled', consumedTokens: 0 }]);
  });

  it('closes the same way twice without a difference', async () => {
    for (const callId of ['s', 'c', 'f']) await of().reserve(reserveRequestOf(callId));
    await of().settle('s', readingOf({ serverEndMs: NOW + 1, tokensLeft: 195, tokensConsumed: 5 }));
    await of().settle('s', readingOf({ serverEndMs: NOW + 2, tokensLeft: 100, tokensConsumed: 99 }));
    for (let times = 0; times < 2; times += 1) {
      await of().cancel('c');
      await of().forfeit('f');
    }
    expect(await statesOf(of())).toEqual({ s: 'settled', c: 'cancelled', f: 'forfeited' });
    expect(await of().books.totals('acc')).toMatchObject({ consumedTokens: 5 });
    expect(await of().state('acc', NOW + 2)).toMatchObject({ balanceTokens: 195, reservedWorstTokens: 10 });
  });

  it('refuses to cancel what was settled, to settle what was cancelled, and to close what it never granted', async () => {
    for (const callId of ['s', 'c']) await of().reserve(reserveRequestOf(callId));
    await of().settle('s', readingOf());
    await of().cancel('c');
    await expect(of().cancel('s')).rejects.toThrow(GrantStateError);
    await expect(of().settle('c', readingOf())).rejects.toThrow(GrantStateError);
    await expect(of().settle('x', readingOf())).rejects.toThrow(GrantStateError);
    await expect(of().cancel('x')).rejects.toThrow(GrantStateError);
    await expect(of().forfeit('x')).rejects.toThrow(GrantStateError);
    expect(await statesOf(of())).toEqual({ s: 'settled', c: 'cancelled' });
  });

  it('lets knowledge mend a forfeit, and a forfeit never undo knowledge', async () => {
    for (const callId of ['s', 'c']) {
      await of().reserve(reserveRequestOf(callId));
      await of().forfeit(callId);
    }
    await of().settle('s', readingOf({ serverEndMs: NOW + 1, tokensLeft: 190, tokensConsumed: 10 }));
    await of().cancel('c');
    for (const callId of ['s', 'c']) await of().forfeit(callId);
    expect(await statesOf(of())).toEqual({ s: 'settled', c: 'cancelled' });
    expect(await of().state('acc', NOW + 1)).toMatchObject({ balanceTokens: 190, reservedWorstTokens: 0 });
  });
}

function describeReadings(of: () => Store): void {
  it('orders readings by the time at which the server finished, not by arrival', async () => {
    for (const callId of ['a', 'b']) await of().reserve(reserveRequestOf(callId));
    await of().settle('b', readingOf({ serverEndMs: NOW + 9_000, tokensLeft: 150, tokensConsumed: 20 }));
    await of().settle('a', readingOf({ serverEndMs: NOW + 3_000, tokensLeft: 170, tokensConsumed: 30 }));
    expect(await of().state('acc', NOW + 9_000)).toMatchObject({ balanceTokens: 150, reservedWorstTokens: 0 });
    expect(await of().books.totals('acc')).toMatchObject({ consumedTokens: 50 });
  });

  it('takes no balance from an answer that a process which had been stopped took in long after later ones, and still closes its grant', async () => {
    await of().reserve(reserveRequestOf('stopped'));
    await of().observe('acc', readingOf({ serverEndMs: NOW + 600_000, tokensLeft: 40 }));
    await of().settle('stopped', readingOf({ serverEndMs: NOW + 2_000, tokensLeft: 190, tokensConsumed: 10 }));
    expect(await of().state('acc', NOW + 600_000)).toMatchObject({ balanceTokens: 40, reservedWorstTokens: 0 });
    expect(await of().books.totals('acc')).toMatchObject({ consumedTokens: 10, openGrants: 0 });
  });

  it('takes it from the first answer of a server whose clock was set back', async () => {
    await of().reserve(reserveRequestOf('a', { nowMs: NOW + 600_000 }));
    await of().observe('acc', readingOf({ serverEndMs: NOW + 600_001, tokensLeft: 40 }));
    await of().settle('a', readingOf({ serverEndMs: NOW + 2_000, tokensLeft: 30, tokensConsumed: 10 }));
    expect(await of().state('acc', NOW + 2_000)).toMatchObject({ balanceTokens: 30, reservedWorstTokens: 0 });
  });

  it('takes nothing from the body of a wrong key, and still closes the grant', async () => {
    await of().reserve(reserveRequestOf('a'));
    const wrongKey = readingOf({ serverEndMs: NOW + 1, tokensLeft: 0, refillInMs: 0, refillPerMinute: 0 });
    await of().observe('acc', wrongKey);
    await of().settle('a', wrongKey);
    expect(await of().state('acc', NOW + 1)).toMatchObject({ balanceTokens: 200, refillPerMinute: 5, reservedWorstTokens: 0 });
    expect(await of().books.entries({})).toMatchObject([{ state: 'settled', consumedTokens: 0, tokensLeft: null }]);
  });

  it('projects the balance by the ticks that are surely due', async () => {
    expect(await of().state('acc', NOW + 29_000)).toMatchObject({ balanceTokens: 200, readingAgeMs: 29_000 });
    expect(await of().state('acc', NOW + 35_000 + TICK_MS)).toMatchObject({ balanceTokens: 210 });
    expect(await of().state('acc', NOW + 86_400_000)).toMatchObject({ balanceTokens: 300 });
  });

  it('does not spend a spike of the refill rate before it is confirmed', async () => {
    await of().observe('acc', readingOf({ serverEndMs: NOW + 1, refillPerMinute: 1_000 }));
    expect(await of().state('acc', NOW + 1)).toMatchObject({ refillPerMinute: 5 });
    await of().observe('acc', readingOf({ serverEndMs: NOW + 2, refillPerMinute: 1_000 }));
    expect(await of().state('acc', NOW + 2)).toMatchObject({ refillPerMinute: 1_000 });
  });

  it('believes a server whose clock was set back', async () => {
    await of().observe('acc', readingOf({ serverEndMs: NOW - 3_600_000, tokensLeft: 12 }));
    expect(await of().state('acc', NOW - 3_600_000)).toMatchObject({ balanceTokens: 12 });
  });
}

function describeUnknownOutcomes(of: () => Store): void {
  it('counts a forfeit until a reading that ended later than its grant and the longest processing time', async () => {
    await of().reserve(reserveRequestOf('a'));
    await of().forfeit('a');
    await of().observe('acc', readingOf({ serverEndMs: LATER - 1 }));
    expect(await reserved(of(), LATER - 1)).toBe(10);
    await of().observe('acc', readingOf({ serverEndMs: LATER }));
    expect(await reserved(of(), LATER)).toBe(0);
  });

  it('treats an open grant of a dead process as forfeited', async () => {
    await of().reserve(reserveRequestOf('dead'));
    expect(await of().unresolved('acc', NOW + LONGEST_PROCESSING_MS)).toBeNull();
    expect(await reserved(of(), LATER)).toBe(10);
    expect(await of().unresolved('acc', LATER)).toEqual({ resolvableAtMs: LATER });
    await of().observe('acc', readingOf({ serverEndMs: LATER }));
    expect(await reserved(of(), LATER)).toBe(0);
    expect(await of().unresolved('acc', LATER)).toBeNull();
    await of().reserve(reserveRequestOf('next', { nowMs: LATER }));
    await of().cancel('next');
    expect(await of().books.totals('acc')).toMatchObject({ openGrants: 0, forfeitedGrants: 1 });
  });

  it('counts an open grant of a living process whatever is read meanwhile', async () => {
    await of().reserve(reserveRequestOf('a'));
    await of().observe('acc', readingOf({ serverEndMs: NOW + 60_000 }));
    expect(await reserved(of(), NOW + LONGEST_PROCESSING_MS)).toBe(10);
  });

  it('names when a read would resolve the oldest unknown outcome', async () => {
    expect(await of().unresolved('acc', NOW)).toBeNull();
    await of().reserve(reserveRequestOf('a'));
    await of().reserve(reserveRequestOf('b', { nowMs: NOW + 50_000 }));
    expect(await of().unresolved('acc', NOW + 50_000)).toBeNull();
    await of().forfeit('b');
    expect(await of().unresolved('acc', NOW + 50_000)).toEqual({ resolvableAtMs: LATER + 50_000 });
    await of().forfeit('a');
    expect(await of().unresolved('acc', NOW + 50_000)).toEqual({ resolvableAtMs: LATER });
  });

  it('holds nothing back for grants of another clock', async () => {
    const days = 86_400_000;
    await of().observe('acc', readingOf({ serverEndMs: NOW + days }));
    await of().reserve(reserveRequestOf('open', { nowMs: NOW + days }));
    await of().reserve(reserveRequestOf('lost', { nowMs: NOW + days }));
    await of().forfeit('lost');
    await of().observe('acc', readingOf({ serverEndMs: NOW, tokensLeft: 40 }));
    expect(await of().state('acc', NOW)).toMatchObject({ balanceTokens: 40, reservedWorstTokens: 0 });
    expect(await of().unresolved('acc', NOW)).toBeNull();
    expect((await of().reserve(reserveRequestOf('new', { policy: floorPolicy(30) }))).kind).toBe('granted');
  });
}

async function reserved(store: Store, nowMs = NOW): Promise<number | undefined> {
  return (await store.state('acc', nowMs))?.reservedWorstTokens;
}

async function statesOf(store: Store): Promise<Record<string, string>> {
  return Object.fromEntries((await store.books.entries({})).map((line) => [line.callId, line.state]));
}
