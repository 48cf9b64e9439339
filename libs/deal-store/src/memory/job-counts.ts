import type { ItemState } from '@smart-ingestor/contracts';
import type { ItemRow } from '../rules/item-book';
import { HOUR_MS, type ItemGroup } from '../rules/status';

/** What a row was counted as. */
interface Counted {
  readonly jobId: string;
  readonly state: ItemState;
  readonly reason: string | null;
}

/** How many items of every job are where, without looking at them again. */
export class JobCounts {
  private readonly counted = new Map<ItemRow, Counted>();
  private readonly groups = new Map<string, ItemGroup & { items: number }>();
  private readonly finishes = new Map<string, FinishTimes>();

  count(row: ItemRow): void {
    const { jobId, state, reason, finishedMs } = row;
    const known = this.counted.get(row);
    const place = { jobId, state, reason: state === 'rejected' ? reason : null };
    if (known !== undefined) this.add(known, -1);
    this.add(place, 1);
    this.counted.set(row, place);
    const hasFinished = finishedMs !== null && state !== 'superseded' && known?.state !== state;
    if (hasFinished) this.finishesOf(jobId).add(finishedMs);
  }

  forget(row: ItemRow): void {
    const known = this.counted.get(row);
    if (known === undefined) return;
    this.add(known, -1);
    this.counted.delete(row);
  }

  itemGroups(): readonly ItemGroup[] {
    return [...this.groups.values()];
  }

  finishedLastHour(nowMs: number): ReadonlyMap<string, number> {
    return new Map([...this.finishes].map(([jobId, times]) => [jobId, times.since(nowMs - HOUR_MS)]));
  }

  private add({ jobId, state, reason }: Counted, items: 1 | -1): void {
    const key = `${state}/${reason ?? ''}/${jobId}`;
    const group = this.groups.get(key) ?? { jobId, state, reason, items: 0 };
    group.items += items;
    this.groups.set(key, group);
  }

  private finishesOf(jobId: string): FinishTimes {
    const known = this.finishes.get(jobId) ?? new FinishTimes();
    this.finishes.set(jobId, known);
    return known;
  }
}

/** When items ended, as far back as anybody asks. */
class FinishTimes {
  private times: number[] = [];
  private trimAt = 1_000;

  add(atMs: number): void {
    this.times.push(atMs);
    if (this.times.length < this.trimAt) return;
    this.times = this.times.filter((time) => time > atMs - HOUR_MS);
    this.trimAt = Math.max(1_000, 2 * this.times.length);
  }

  since(fromMs: number): number {
    return this.times.filter((time) => time > fromMs).length;
  }
}
