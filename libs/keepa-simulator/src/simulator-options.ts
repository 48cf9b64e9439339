import { type Clock, ConfigError } from '@smart-ingestor/contracts';
import { type ForeignConsumer, DEFAULT_TICK_MS } from './account-bucket';
import type { FaultSettings } from './faults';
import type { PriceOverrides } from './price-list';
import type { Recordings } from './recordings/recordings';

export interface SimulatorOptions {
  readonly clock: Clock;
  /** Tokens a minute; the capacity is 60 times that. @default 20 */
  readonly refillPerMinute?: number;
  /** Tokens at the start; may be negative or above the capacity. @default the capacity */
  readonly openingBalance?: number;
  /** Decides catalogue, prices, latencies and faults. @default 1 */
  readonly seed?: number;
  /** Products of a domain. @default 11,000: the feed of used books 10 % below their average has about 1,200 rows, 105 of them new every hour */
  readonly catalogueSize?: number;
  /** The only key that is accepted. @default any */
  readonly key?: string;
  /** @default 60,200 */
  readonly tickMs?: number;
  /** Tokens a minute that trackings take from the refill. @default 0 */
  readonly tokenFlowReduction?: number;
  /** A charge that leaves less than this locks the account: every request answers 429. Reported, never proven. @default never */
  readonly lockoutBelow?: number;
  /** @default 86,400,000 (a day) */
  readonly lockoutForMs?: number;
  readonly prices?: PriceOverrides;
  /** Processing time of every metered request, instead of the measured ones. `{ minMs: 0, maxMs: 0 }`: no time passes. */
  readonly latency?: { readonly minMs: number; readonly maxMs: number };
  readonly faults?: Partial<FaultSettings>;
  readonly foreign?: Partial<ForeignConsumer>;
  /** Serve these bodies instead of the seeded catalogue, the server's clock at their recorded times. See `loadRecordings`. */
  readonly recordings?: Recordings;
}

export const DEFAULT_SIMULATOR_OPTIONS = {
  refillPerMinute: 20,
  seed: 1,
  catalogueSize: 11_000,
  tickMs: DEFAULT_TICK_MS,
  tokenFlowReduction: 0,
  lockoutForMs: 86_400_000,
} as const;

const LIMITS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  refillPerMinute: [1, 20_000],
  openingBalance: [-10_000_000, 10_000_000],
  seed: [-2_147_483_648, 4_294_967_295],
  catalogueSize: [1, 1_000_000],
  tickMs: [1, 3_600_000],
  lockoutBelow: [-10_000_000, 10_000_000],
  lockoutForMs: [1, 31_536_000_000],
};

/** @throws {ConfigError} naming every option out of its range. */
export function checkSimulatorOptions(options: SimulatorOptions): void {
  const problems: string[] = [];
  for (const [name, [min, max]] of Object.entries(LIMITS)) {
    const value = options[name as keyof SimulatorOptions];
    if (value === undefined || (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)) continue;
    problems.push(`simulator option ${name}: a whole number from ${min} to ${max} is needed, got ${String(value)}.`);
  }
  const { latency, tokenFlowReduction = 0 } = options;
  const { productTokensPerAsin = 0 } = options.prices ?? {};
  if (!(tokenFlowReduction >= 0 && tokenFlowReduction <= 20_000))
    problems.push(`simulator option tokenFlowReduction: a number from 0 to 20000 is needed, got ${tokenFlowReduction}.`);
  if (!(productTokensPerAsin >= 0 && productTokensPerAsin <= 1_000))
    problems.push(`simulator option prices.productTokensPerAsin: a number from 0 to 1000 is needed, got ${productTokensPerAsin}.`);
  if (latency !== undefined && !(latency.minMs >= 0 && latency.maxMs >= latency.minMs))
    problems.push(`simulator option latency: 0 <= minMs <= maxMs is needed, got ${latency.minMs} and ${latency.maxMs}.`);
  if (problems.length > 0) throw new ConfigError(problems);
}
