import type { Bounds } from '../flags/flag-reader';

/** Tokens a minute of a simulated account unless `--plan` says otherwise. */
export const DEFAULT_PLAN = 20;
/** Keepa sells up to 4,000; more does no harm. */
export const PLAN: Bounds = { min: 1, max: 10_000 };
/** The simulator clips at 60 × plan, as Keepa does. */
export const BALANCE: Bounds = { min: -100_000, max: 600_000 };
export const SEED: Bounds = { min: 0, max: 4_294_967_295 };
/** At 10,000 the machine's own millisecond is 10 s of account time: beyond, nothing realistic is left. */
export const SPEED: Bounds = { min: 1, max: 10_000 };
