import type { DealStore } from '@smart-ingestor/contracts';
import type { Chore, ChoreAt, UnitEvent } from '../units/unit';
import { Schedule } from './schedule';

const DAY_MS = 86_400_000;
/** The feed lists for at most a day; a finished item that was forgotten earlier would be delivered and bought again. */
const ITEMS_DAYS = 14;
/** A changed filter judges what was bought in this time at 0 tokens. */
const PURCHASES_DAYS = 30;
/** A year of spending, and a month to look at it. */
const LEDGER_DAYS = 400;
/** Stores keep raw answers for as long as their own option says, at most a year. */
const RAW_DAYS = 365;
const ROWS_PER_CHUNK = 500;

/** Forgets what is finished, a little at a time. */
export class RetentionChore implements Chore {
  private readonly schedule = new Schedule();

  constructor(private readonly store: DealStore) {}

  dueMs(): number {
    return this.schedule.dueMs();
  }

  async run(at: ChoreAt): Promise<readonly UnitEvent[]> {
    const { nowMs, progressMs } = at;
    if (progressMs === null) {
      this.schedule.later(at);
      return [];
    }
    const deleted = await this.store.stateStore.retain({
      itemsFinishedBeforeMs: nowMs - ITEMS_DAYS * DAY_MS,
      purchasesBeforeMs: nowMs - PURCHASES_DAYS * DAY_MS,
      ledgerBeforeMs: nowMs - LEDGER_DAYS * DAY_MS,
      rawBeforeMs: nowMs - RAW_DAYS * DAY_MS,
      limit: ROWS_PER_CHUNK,
    });
    this.schedule.done(
      at,
      Object.values(deleted).some((rows) => rows >= ROWS_PER_CHUNK),
    );
    return [];
  }
}
