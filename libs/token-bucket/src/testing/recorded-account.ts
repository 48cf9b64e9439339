import type { Reading } from '@smart-ingestor/contracts';

const RATE = 5;
const CAPACITY = 300;

/** A small account that is written here once more, without the library: ticks that come 0 to 40 ms late, slow requests, spending that nobody logs. */
export function recordAccount(seed: number, requests: number): Reading[] {
  const random = seededRandom(seed);
  const between = (min: number, max: number): number => min + Math.floor(random() * (max - min + 1));
  const readings: Reading[] = [];
  let nowMs = 1_746_000_000_000 + between(0, 60_199);
  let balance = between(-200, CAPACITY);
  let nextTickMs = nowMs + between(1, 60_199);
  let lastTickMs = -Infinity;
  const passTo = (untilMs: number): void => {
    for (; nextTickMs <= untilMs; nextTickMs += 60_200 + between(0, 40)) {
      lastTickMs = nextTickMs;
      balance = Math.max(balance, Math.min(CAPACITY, balance + RATE));
    }
    nowMs = untilMs;
  };
  for (let request = 0; request < requests; request++) {
    passTo(nowMs + (random() < 0.7 ? between(500, 20_000) : between(60_000, 6_000_000)));
    if (balance <= 0) continue;
    const processingMs = random() < 0.5 ? between(0, 15) : between(4_000, 12_000);
    passTo(nowMs + processingMs);
    const tokensConsumed = [0, 1, 2, 5, 6, 8, 12, 60][between(0, 7)]!;
    balance -= tokensConsumed;
    const refillInMs = nowMs - lastTickMs < 500 ? 522 : Math.max(522, nextTickMs - nowMs);
    readings.push({ serverEndMs: nowMs, tokensLeft: balance, refillInMs, refillPerMinute: RATE, tokenFlowReduction: 0, tokensConsumed });
    if (random() < 0.3) balance -= 3;
  }
  return readings;
}

/** Park and Miller's generator: the same series in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
