import type { FlagReader } from '../flags/flag-reader';
import { BALANCE, DEFAULT_PLAN, PLAN, SEED, SPEED } from './ranges';

export interface SimulatorFlags {
  readonly port: number;
  readonly speed: number;
  readonly planPerMinute: number;
  readonly openingTokens: number | undefined;
  readonly seed: number;
  readonly catalogueSize: number | undefined;
  readonly recordings: string | undefined;
  readonly key: string | undefined;
  readonly lockoutBelowTokens: number | undefined;
  readonly lockoutForMs: number | undefined;
}

export function readSimulatorFlags(flags: FlagReader): SimulatorFlags {
  const lockoutBelowTokens = flags.integer('--lockout-below', { min: BALANCE.min, max: 0 });
  const lockoutForMs = flags.durationMs('--lockout-for');
  if (lockoutForMs !== undefined && flags.text('--lockout-below') === undefined) {
    flags.refuse('--lockout-for: says how long a lockout lasts, so it needs --lockout-below, e.g. --lockout-below -200.');
  }
  if (flags.text('--key') === '') flags.refuse('--key: expected a key, got "". Leave it out to accept any key.');
  return {
    port: flags.integer('--port', { min: 0, max: 65_535 }) ?? 0,
    speed: flags.number('--speed', SPEED) ?? 1,
    planPerMinute: flags.integer('--plan', PLAN) ?? DEFAULT_PLAN,
    openingTokens: flags.integer('--balance', BALANCE),
    seed: flags.integer('--seed', SEED) ?? 1,
    catalogueSize: flags.integer('--catalogue', { min: 1, max: 1_000_000 }),
    recordings: flags.text('--recordings'),
    key: flags.text('--key'),
    lockoutBelowTokens,
    lockoutForMs,
  };
}
