/** What one contender did in every round of a comparison. */
export interface Timed {
  readonly name: string;
  /** Milliseconds by round; the n-th of every contender belongs to the same round. */
  readonly roundMs: readonly number[];
  /** Processor time of all threads, user and system. */
  readonly roundCpuMs: readonly number[];
}

export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** How many times as fast `ours` was as `other`, round by round: what disturbs the machine for a while disturbs both sides of a round. */
export function speedRatio(ours: Timed, other: Timed): Ratio {
  if (ours.roundMs.length !== other.roundMs.length || ours.roundMs.length === 0) {
    throw new Error(`${ours.name} has ${ours.roundMs.length} rounds and ${other.name} ${other.roundMs.length}: a ratio needs the same, at least 1.`);
  }
  const byRound = ours.roundMs.map((ms, round) => other.roundMs[round]! / ms);
  return { median: median(byRound), lowest: Math.min(...byRound), highest: Math.max(...byRound) };
}

/** As `speedRatio`, of the processor time: it hardly notices what else runs on the machine, and it does not see what is done side by side. */
export function cpuRatio(ours: Timed, other: Timed): number {
  return median(ours.roundCpuMs.map((ms, round) => other.roundCpuMs[round]! / ms));
}

export function perSecond(rows: number, { roundMs }: Timed): number {
  return (rows / median(roundMs)) * 1_000;
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('No values, so there is no median.');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
