import type { DealStore } from '@smart-ingestor/contracts';
import { commitUnit } from '../units/commit-unit';
import { peekUnit } from '../units/peek-unit';
import { scanUnit } from '../units/scan-unit';
import type { Unit } from '../units/unit';
import type { Rig } from './rig';

/** The units of the rig's first job as the agenda makes them. */
export function unitsOf({ parts, store }: Rig) {
  const job = parts.jobs[0]!;
  const real = store as unknown as DealStore;
  return {
    scan: (): Unit => scanUnit(job, store.cursors.get(job.id) ?? null, real) as Unit,
    peek: (): Unit => peekUnit(job, store.rows.filter(({ state }) => state === 'queued').length, real, 'me') as Unit,
    commit: (): Unit => commitUnit(job, store.rows.filter(({ state }) => state === 'accepted').length, real, 'me') as Unit,
  };
}

/** Admits a unit and sends it, in at most a virtual day. */
export async function sendUnit(rig: Rig, unit: Unit): Promise<void> {
  const story = async (): Promise<void> => {
    const admission = await rig.gate.admit(unit);
    if (admission === null) throw new Error('the run was over before the unit was admitted');
    await rig.sender.send(unit, admission);
  };
  await rig.clock.runUntil(story(), 24 * 3_600_000);
}
