import { collectGarbage } from './garbage';
import type { Timed } from './samples';

/** One way to do the work that is compared. */
export interface Contender<I> {
  readonly name: string;
  run(input: I): Promise<void>;
}

/**
 * Every contender does the same work in every round, one after the other; who begins moves on by one with each round, so that nobody always
 * runs on a machine that another has just warmed or worn. The first round is not counted: code is compiled and caches are filled in it.
 */
export async function timeRounds<I>(contenders: readonly Contender<I>[], rounds: number, inputOf: (round: number) => I): Promise<readonly Timed[]> {
  const timed = contenders.map(({ name }) => ({ name, roundMs: [] as number[], roundCpuMs: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    const input = inputOf(round);
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const place = (round + turn) % contenders.length;
      // What one contender threw away is not cleared up in the time of the next.
      collectGarbage();
      const cpuBefore = process.cpuUsage();
      const startedMs = performance.now();
      await contenders[place]!.run(input);
      const tookMs = performance.now() - startedMs;
      const { user, system } = process.cpuUsage(cpuBefore);
      if (round === 0) continue;
      timed[place]!.roundMs.push(tookMs);
      timed[place]!.roundCpuMs.push((user + system) / 1_000);
    }
  }
  return timed;
}
