import type { ForeignConsumer } from '@smart-ingestor/keepa-simulator';

/** What goes wrong at the lab's server. Shares of the admitted requests, 0 to 1. */
export interface LabFaults {
  /** Charged, and never answered: the client gives up after 120 s. */
  readonly chargedTimeoutRate: number;
  /** 5xx without an envelope: nothing is charged, and nobody is told so. */
  readonly serverErrorRate: number;
  /** The answer arrives 5 s late, after those of later requests. */
  readonly outOfOrderRate: number;
  /** One answer an hour reports a refill rate of 12 tokens a minute more. */
  readonly hourlyRefillSpike: boolean;
  /** Keepa's clock beside ours: answers carry its times. */
  readonly serverClockSkewMs: number;
  readonly foreign: ForeignConsumer;
  /** After so long the plan changes. */
  readonly planChanges: readonly { readonly afterMs: number; readonly refillPerMinute: number }[];
}

export const NO_LAB_FAULTS: LabFaults = {
  chargedTimeoutRate: 0,
  serverErrorRate: 0,
  outOfOrderRate: 0,
  hourlyRefillSpike: false,
  serverClockSkewMs: 0,
  foreign: { tokensPerMinute: 0, tokensPer10Minutes: 0 },
  planChanges: [],
};
