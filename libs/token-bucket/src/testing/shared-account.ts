import type { Reading } from '@smart-ingestor/contracts';

/** How an account is used. Written once more without the library: a server with ticks that come late, requests that overlap, somebody else. */
export interface Usage {
  readonly seed: number;
  readonly refillPerMinute: number;
  readonly tokenFlowReduction: number;
  readonly openingTokens: number;
  readonly requests: number;
  /** Time from one request to the next is at most this. */
  readonly longestPauseMs: number;
  /** Taken by others, one token at a time, from the start on; 0 for an account of our own. */
  readonly foreignPerMinute: number;
  /** Each request waits for the reply before it. */
  readonly isSequential?: boolean;
  /** Another rate from the middle on. */
  readonly laterRefillPerMinute?: number;
  /** Some replies never arrive although they were charged, and some responses tell a rate that is not true. */
  readonly isFaulty?: boolean;
}

/** A reply as it arrives. */
export interface Arrival {
  readonly reading: Reading;
  /** Requests of ours that nobody has an answer of at that moment. */
  readonly unanswered: readonly { readonly grantedAtMs: number; readonly worstTokens: number; readonly isLost: boolean }[];
}

interface Sent {
  readonly grantedAtMs: number;
  readonly worstTokens: number;
  readonly endMs: number;
  readonly cost: number;
  readonly arrivesMs: number;
  readonly isLost: boolean;
}

const START_MS = 1_767_225_600_000;
const TICK_MS = 60_200;

/** The replies of one run in the order of their arrival. */
export function useAccount(usage: Usage): Arrival[] {
  const random = seededRandom(usage.seed);
  const sent = requestsOf(usage, random);
  const readings = serve(usage, sent, random);
  const arrived = sent.filter((request) => !request.isLost && readings.has(request)).sort((a, b) => a.arrivesMs - b.arrivesMs);
  const lost = sent.filter((request) => request.isLost);
  return arrived.map((request, index) => ({
    reading: readings.get(request)!,
    unanswered: [...lost, ...arrived.slice(index + 1)].filter((other) => other.grantedAtMs <= request.arrivesMs),
  }));
}

function requestsOf({ requests, longestPauseMs, isFaulty, isSequential }: Usage, random: () => number): Sent[] {
  let nowMs = START_MS;
  return Array.from({ length: requests }, () => {
    nowMs += 1 + Math.floor(random() * longestPauseMs);
    const endMs = nowMs + 100 + Math.floor(random() ** 2 * 20_000);
    const cost = [0, 1, 2, 5, 6, 13, 60][Math.floor(random() * 7)]!;
    const isLost = isFaulty === true && random() < 0.1;
    const arrivesMs = endMs + Math.floor(random() * 400);
    const request = { grantedAtMs: nowMs, worstTokens: cost + Math.floor(random() * 6), endMs, cost, arrivesMs, isLost };
    if (isSequential === true) nowMs = arrivesMs;
    return request;
  });
}

/** Charges at the end of each request what the balance then holds, whatever it was at its start. */
function serve(usage: Usage, sent: readonly Sent[], random: () => number): Map<Sent, Reading> {
  const readings = new Map<Sent, Reading>();
  const middleMs = START_MS + ((sent.at(-1)?.endMs ?? START_MS) - START_MS) / 2;
  const stepMs = usage.foreignPerMinute === 0 ? Infinity : 60_000 / usage.foreignPerMinute;
  let balance = usage.openingTokens;
  let fraction = 0;
  let nextTickMs = START_MS + 1 + Math.floor(random() * TICK_MS);
  let lastTickMs = -Infinity;
  let nextForeignMs = START_MS + stepMs;
  const rateAt = (atMs: number): number => (atMs < middleMs ? usage.refillPerMinute : (usage.laterRefillPerMinute ?? usage.refillPerMinute));
  const tick = (): void => {
    const rate = rateAt(nextTickMs);
    fraction += rate - usage.tokenFlowReduction;
    balance = Math.max(balance, Math.min(60 * rate, balance + Math.floor(fraction)));
    fraction -= Math.floor(fraction);
    lastTickMs = nextTickMs;
    nextTickMs += TICK_MS + Math.floor(random() * 41);
  };
  const passTo = (atMs: number): void => {
    while (Math.min(nextTickMs, nextForeignMs) <= atMs) {
      if (nextTickMs <= nextForeignMs) tick();
      else {
        balance -= 1;
        nextForeignMs += stepMs;
      }
    }
  };
  let sinceSpike = 0;
  for (const request of [...sent].sort((a, b) => a.endMs - b.endMs)) {
    passTo(request.endMs);
    balance -= request.cost;
    // Never two spikes that follow each other, and none beside a change of plan: nobody could tell which rate is the true one.
    const isSpike = usage.isFaulty === true && usage.laterRefillPerMinute === undefined && sinceSpike >= 8 && random() < 0.2;
    sinceSpike = isSpike ? 0 : sinceSpike + 1;
    readings.set(request, {
      serverEndMs: request.endMs,
      tokensLeft: balance,
      refillInMs: request.endMs - lastTickMs < 500 ? 522 : Math.max(522, nextTickMs - request.endMs),
      refillPerMinute: isSpike ? 2 * rateAt(request.endMs) : rateAt(request.endMs),
      tokenFlowReduction: usage.tokenFlowReduction,
      tokensConsumed: request.cost,
    });
  }
  return readings;
}

/** Park and Miller's generator: the same series in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
