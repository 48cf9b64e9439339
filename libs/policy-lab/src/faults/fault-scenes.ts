import { type LabFaults, NO_LAB_FAULTS } from '../account/lab-faults';
import { sceneOf } from '../cells/run-cell';
import type { Scene } from '../run/scene';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What goes wrong, one thing at a time and all of it together. */
export const FAULTS: Readonly<Record<string, Partial<LabFaults>>> = {
  'a fifth of the requests is charged and never answered': { chargedTimeoutRate: 0.2 },
  'a twentieth ends in a 5xx': { serverErrorRate: 0.05 },
  'answers arrive in another order': { outOfOrderRate: 0.02 },
  'one answer an hour reports a larger plan': { hourlyRefillSpike: true },
  "the server's clock is ten minutes ahead": { serverClockSkewMs: 10 * MINUTE_MS },
  "the server's clock is ten minutes behind": { serverClockSkewMs: -10 * MINUTE_MS },
  'somebody else eats the refill': { foreign: { tokensPerMinute: 5, tokensPer10Minutes: 0 } },
  'somebody else takes 40 every ten minutes': { foreign: { tokensPerMinute: 0, tokensPer10Minutes: 40 } },
  'the plan changes from 5 to 25 and back': { planChanges: planChanges() },
  'all of it together': {
    chargedTimeoutRate: 0.2,
    serverErrorRate: 0.05,
    outOfOrderRate: 0.02,
    hourlyRefillSpike: true,
    serverClockSkewMs: -10 * MINUTE_MS,
    foreign: { tokensPerMinute: 2, tokensPer10Minutes: 0 },
    planChanges: planChanges(),
  },
};

function planChanges(): LabFaults['planChanges'] {
  return [
    { afterMs: 4 * HOUR_MS, refillPerMinute: 25 },
    { afterMs: 8 * HOUR_MS, refillPerMinute: 5 },
    { afterMs: 12 * HOUR_MS, refillPerMinute: 25 },
    { afterMs: 16 * HOUR_MS, refillPerMinute: 5 },
  ];
}

export function faultScene(faults: Partial<LabFaults>, hours: number, seed = 1): Scene {
  const cell = { refillPerMinute: 5, openingTokens: 100, prices: 'C6-12', tokenFlowReduction: 0, hours, seed } as const;
  // The feeder keeps two hours of the larger plan queued.
  return { ...sceneOf({ ...cell, refillPerMinute: 25 }), ...cell, faults: { ...NO_LAB_FAULTS, ...faults } };
}
