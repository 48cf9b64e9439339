import type { FlagReader } from '../flags/flag-reader';
import { BALANCE, DEFAULT_PLAN, PLAN, SEED, SPEED } from '../simulation/ranges';

/** What only the embedded simulator understands. */
export interface SimulationFlags {
  readonly planPerMinute: number;
  readonly openingTokens: number | undefined;
  readonly seed: number;
}

export interface RunFlags {
  readonly simulation: SimulationFlags | null;
  readonly account: string | undefined;
  readonly speed: number;
  readonly untilDeals: number | undefined;
  readonly forMs: number | undefined;
  readonly once: boolean;
  readonly fullRefresh: boolean;
  /** Only this job. */
  readonly job: string | undefined;
  /** How far back deals are wanted; absent: feeds are read at their cadence. */
  readonly backfillMs?: number;
  readonly json: boolean;
}

const SIMULATOR_ONLY = ['--plan', '--balance', '--seed'];

export function readRunFlags(flags: FlagReader): RunFlags {
  const simulate = flags.isSet('--simulate');
  for (const flag of SIMULATOR_ONLY) {
    if (!simulate && flags.text(flag) !== undefined) flags.refuse(`${flag}: sets up the embedded simulator, so it needs --simulate.`);
  }
  const simulation = {
    planPerMinute: flags.integer('--plan', PLAN) ?? DEFAULT_PLAN,
    openingTokens: flags.integer('--balance', BALANCE),
    seed: flags.integer('--seed', SEED) ?? 1,
  };
  return {
    simulation: simulate ? simulation : null,
    account: flags.text('--account'),
    speed: flags.number('--speed', SPEED) ?? 1,
    untilDeals: flags.integer('--until-deals', { min: 1, max: 1_000_000_000 }),
    forMs: flags.durationMs('--for'),
    once: flags.isSet('--once'),
    fullRefresh: flags.isSet('--full-refresh'),
    job: flags.text('--job'),
    json: flags.isSet('--json'),
  };
}
