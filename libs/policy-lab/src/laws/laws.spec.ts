import { chargeOf, honestBooks, TICK_MS } from '../testing/books';
import { FLOOR_TOKENS } from './floor';
import { lawViolations, lawViolationsUnderFaults } from './laws';
import { monotoneViolations, type Throughput } from './monotone';

const MINUTE_MS = 60_000;
const books = honestBooks();
const { startedMs, charges, endedMs } = books;
const broken = (fields: Parameters<typeof honestBooks>[0]): string[] => [...new Set(lawViolations(honestBooks(fields)).map(({ law }) => law))];

describe('The laws, each with a book that breaks it', () => {
  it('find nothing in an honest book', () => {
    expect(lawViolations(books)).toEqual([]);
    expect(lawViolationsUnderFaults(books)).toEqual([]);
  });

  it('I1: a charge of ours that leaves the balance below the floor', () => {
    const last = charges.length - 1;
    const deep = (foreignTokens: number) => charges.with(last, { ...charges[last]!, afterTokens: FLOOR_TOKENS - 1, foreignTokens });
    expect(broken({ charges: deep(0) })).toContain('I1');
    expect(broken({ charges: deep(1) })).not.toContain('I1');
  });

  it('a refused request', () => {
    expect(broken({ refusals: [{ atMs: startedMs, workClass: 'scan', balanceTokens: 0 }] })).toEqual(['no-refusals']);
  });

  it('I2: a wait for more than the capacity, and one for more than the smallest unit beside what is in flight', () => {
    const wait = { atMs: startedMs + 1, workClass: 'refresh', reason: 'recharge', balanceTokens: 37, inFlightWorstTokens: 0 } as const;
    expect(broken({ waits: [{ ...wait, untilMs: startedMs + 61 * TICK_MS }] })).toEqual(['I2']);
    expect(broken({ waits: [{ ...wait, untilMs: startedMs + 3 * TICK_MS }] })).toEqual(['I2']);
    expect(broken({ waits: [{ ...wait, balanceTokens: -37, untilMs: startedMs + 2 * TICK_MS }] })).toEqual([]);
    expect(broken({ waits: [{ ...wait, inFlightWorstTokens: 70, untilMs: startedMs + 3 * TICK_MS }] })).toEqual([]);
  });

  it('I3: nothing durable for longer than the lowest balance explains', () => {
    const [fromMs, toMs] = [startedMs + 60 * MINUTE_MS, startedMs + 66 * MINUTE_MS];
    const isOutside = ({ atMs }: { atMs: number }): boolean => atMs < fromMs || atMs > toMs;
    const pause = { charges: charges.filter(isOutside), units: books.units.filter(isOutside) };
    expect(broken(pause)).toContain('I3');
    const debt = chargeOf({ atMs: fromMs, tokens: 120, afterTokens: -119 });
    expect(
      broken({
        ...pause,
        charges: [...pause.charges.filter(({ atMs }) => atMs < fromMs), debt, ...pause.charges.filter(({ atMs }) => atMs > fromMs)],
      }),
    ).not.toContain('I3');
  });

  it('I3: a run that never begins, and one that ends long after its last unit', () => {
    expect(broken({ units: [] })).toEqual(['I3']);
    expect(broken({ units: books.units.filter(({ atMs }) => atMs < endedMs - 10 * MINUTE_MS) })).toEqual(['I3']);
  });

  it('I4: an item without a state, and one with two', () => {
    expect(broken({ items: { ...books.items, delivered: 11 } })).toEqual(['I4']);
    expect(broken({ items: { ...books.items, delivered: 9 } })).toEqual(['I4']);
  });

  it('I5: an item that was bought twice without a newer lastUpdate', () => {
    expect(broken({ purchases: [{ key: 'peek D1', bought: 2, versions: 1, lost: 5 }] })).toEqual(['I5']);
    expect(broken({ purchases: [{ key: 'peek D1', bought: 2, versions: 2, lost: 0 }] })).toEqual([]);
  });

  it('I6: a class that gets nothing for an hour, and one that gets half of its share', () => {
    const starved = charges.map((charge) => (charge.workClass === 'refresh' ? { ...charge, workClass: 'discover' as const } : charge));
    expect(broken({ charges: starved })).toEqual(['I6']);
    const halved = charges.map((charge, n) => (charge.workClass === 'refresh' && n % 4 < 2 ? { ...charge, workClass: 'discover' as const } : charge));
    expect(broken({ charges: halved })).toEqual(['I6']);
    expect(broken({ charges: halved, worstUnitTokens: 1_000 })).toEqual([]);
  });

  it('I7: a tenth of a day’s tokens left unspent, and tokens that expire after the first charge', () => {
    expect(broken({ charges: charges.filter((_, n) => n % 10 > 0) })).toEqual(['I7']);
    expect(broken({ expiredTokens: { beforeFirstCharge: 20, atEnd: 21 } })).toEqual(['I7']);
    expect(broken({ expiredTokens: { beforeFirstCharge: 20, atEnd: 20 } })).toEqual([]);
  });

  it('I8: an open grant, tokens that the ledger does not know, a balance that is two steps off', () => {
    const { ledger } = books;
    expect(broken({ ledger: { ...ledger, openGrants: 1 } })).toEqual(['I8']);
    expect(broken({ ledger: { ...ledger, consumedTokens: ledger.consumedTokens - 1 } })).toEqual(['I8']);
    expect(broken({ ledger: { ...ledger, balanceTokens: ledger.serverBalanceTokens + 40 } })).toEqual(['I8']);
    expect(broken({ ledger: { ...ledger, unansweredTokens: 5, consumedTokens: ledger.serverConsumedTokens - 5 } })).toEqual([]);
  });

  it('I9: /token as a poll, and two lines about waiting within a minute', () => {
    const poll = { atMs: startedMs + MINUTE_MS, silenceMs: 30_000, unanswered: 0 };
    expect(broken({ tokenReads: [...books.tokenReads, poll] })).toEqual(['I9']);
    expect(broken({ tokenReads: [...books.tokenReads, { ...poll, unanswered: 1 }, { ...poll, silenceMs: 600_000 }] })).toEqual([]);
    expect(broken({ waitLinesMs: [startedMs, startedMs + 59_000] })).toEqual(['I9']);
    const { sentMs } = charges[0]!;
    expect(broken({ waitLinesMs: [sentMs - 1, sentMs + 1] })).toEqual([]);
  });

  it('I12: a richer plan that does less', () => {
    const run = (refillPerMinute: number, usefulTokens: number, openingTokens = 0): Throughput => {
      return { name: `r=${refillPerMinute}`, refillPerMinute, openingTokens, usefulTokens, worstUnitTokens: 100 };
    };
    expect(monotoneViolations([run(25, 5_000), run(20, 4_000)])).toEqual([]);
    expect(monotoneViolations([run(20, 4_000, 1), run(20, 3_900, 40)])).toEqual([]);
    expect(monotoneViolations([run(20, 5_000), run(25, 4_000)])).toHaveLength(1);
    expect(monotoneViolations([run(20, 4_000, 40), run(20, 4_101, 1)])).toHaveLength(1);
  });
});
