import { lanesOf } from '../units/lanes';
import type { Lane, Unit } from '../units/unit';
import type { Rig } from './rig';

/** The units of the rig's first job as its lanes make them. A commit comes before a peek: ask for the one that is there. */
export function unitsOf({ parts, time }: Rig) {
  const unit = async (workClass: Lane['workClass']): Promise<Unit> => {
    const lane = lanesOf(parts, 'now').find((of) => of.workClass === workClass && of.job === parts.jobs[0]);
    const found = await lane!.look({ nowMs: time.nowMs(), refillPerMinute: 5, harvest: false });
    if (typeof found === 'number') throw new Error(`The ${workClass} lane has nothing before ${found}`);
    return found;
  };
  return { scan: () => unit('scan'), peek: () => unit('discover'), commit: () => unit('discover'), refresh: () => unit('refresh') };
}

/** Admits a unit (after waiting for tokens, where it must) and sends it, in at most a virtual day. */
export async function sendUnit(rig: Rig, of: Unit | Promise<Unit>): Promise<void> {
  const story = async (): Promise<void> => {
    const unit = await of;
    for (;;) {
      const known = (await rig.account.known()) ?? (await rig.account.read());
      const admission = await rig.gate.admit(unit, known!);
      if (admission.kind === 'granted') {
        const outgoing = await rig.sender.load(unit, admission);
        if (typeof outgoing === 'object') await rig.sender.send(outgoing);
        return;
      }
      if (admission.kind === 'blocked') await rig.time.sleepUntil(admission.untilMs);
    }
  };
  await rig.clock.runUntil(story(), 24 * 3_600_000);
}
