import type { Books, Charge } from '../account/books';

const START_MS = 1_767_225_600_000;
const MINUTE_MS = 60_000;
export const TICK_MS = 60_200;

/** A day of an account of 20 tokens a minute that breaks no law: every tick's 20 tokens are spent at once, by share 10 : 7.5 : 2.5. */
export function honestBooks(fields: Partial<Books> = {}): Books {
  const hours = 24;
  const endedMs = START_MS + hours * 60 * MINUTE_MS;
  const charges = chargesOf(endedMs);
  const consumed = charges.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    startedMs: START_MS,
    endedMs,
    tickMs: TICK_MS,
    refillPerMinute: 20,
    gainPerTick: 20,
    capacityTokens: 1_200,
    openingTokens: 1,
    worstUnitTokens: 100,
    weights: { discover: 0.4, refresh: 0.3, seller: 0.1 },
    charges,
    refusals: [],
    unansweredSentMs: [],
    foreignTokens: 0,
    units: charges.map(({ atMs, workClass, tokens }) => ({ atMs, workClass, tokens })),
    waits: [
      { atMs: START_MS + 5_000, untilMs: START_MS + TICK_MS, workClass: 'discover', reason: 'no tokens', balanceTokens: -1, inFlightWorstTokens: 0 },
    ],
    tokenReads: [{ atMs: START_MS, silenceMs: Number.POSITIVE_INFINITY, unanswered: 0 }],
    waitLinesMs: charges.filter(({ workClass }) => workClass !== 'seller').map(({ atMs }) => atMs),
    expiredTokens: { beforeFirstCharge: 0, atEnd: 0 },
    items: { delivered: 10, counts: { queued: 1, accepted: 1, stored: 4, rejected: 2, dead: 1, superseded: 1 } },
    purchases: [{ key: 'peek D000000001', bought: 1, versions: 1, lost: 1 }],
    ledger: {
      openGrants: 0,
      consumedTokens: consumed,
      serverConsumedTokens: consumed,
      unansweredTokens: 0,
      balanceTokens: 1,
      serverBalanceTokens: 1,
    },
    ...fields,
  };
}

export function chargeOf(fields: Partial<Charge> = {}): Charge {
  return {
    callId: 'c',
    atMs: START_MS + MINUTE_MS,
    sentMs: START_MS,
    workClass: 'discover',
    stage: 'peek',
    items: 1,
    tokens: 1,
    afterTokens: 0,
    foreignTokens: 0,
    ...fields,
  };
}

/** A tick brings 20; in four ticks 40 go to discover, 30 to refresh, 10 to sellers. */
function chargesOf(endedMs: number): Charge[] {
  const pattern = [
    { workClass: 'discover', stage: 'peek' },
    { workClass: 'refresh', stage: 'refresh' },
    { workClass: 'discover', stage: 'commit' },
    { workClass: 'refresh', stage: 'refresh' },
  ] as const;
  const charges: Charge[] = [];
  for (let tick = 1; START_MS + tick * TICK_MS + 2_000 <= endedMs; tick += 1) {
    const atMs = START_MS + tick * TICK_MS + 1_000;
    const { workClass, stage } = pattern[tick % 4]!;
    const toSellers = workClass === 'refresh' ? 5 : 0;
    charges.push(chargeOf({ atMs, sentMs: atMs - 800, workClass, stage, tokens: 20 - toSellers, afterTokens: 1 + toSellers }));
    if (toSellers > 0)
      charges.push(chargeOf({ atMs: atMs + 500, sentMs: atMs - 300, workClass: 'seller', stage: 'seller', tokens: toSellers, afterTokens: 1 }));
  }
  return charges;
}
