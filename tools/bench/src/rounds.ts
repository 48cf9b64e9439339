import { collectGarbage } from './garbage';
import type { Timed } from './samples';

/** One way to do the work that is compared. */
export interface Contender<I> {
  readonly name: string;
  run(input: I): Promise<void>;
}

/**
 * Every contender does the same work in every round, one after the other; who begins moves on by one with each round, and
 * every other round goes backwards, so that nobody always has to write while the disk is still busy with what the same other one wrote.
 * The first round is not counted: code is compiled and caches are filled in it.
 */
export async function timeRounds<I>(contenders: readonly Contender<I>[], rounds: number, inputOf: (round: number) => I): Promise<readonly Timed[]> {
  const timed = contenders.map(({ name }) => ({ name, roundMs: [] as number[], roundCpuMs: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    const input = inputOf(round);
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const place = (round + (round % 2 === 0 ? turn : contenders.length - turn)) % contenders.length;
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
