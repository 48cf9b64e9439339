import type { DealPage, DealPageRequest, FeedRow } from '@smart-ingestor/contracts';
import type { SeededRandom } from '@smart-ingestor/keepa-simulator';
import { labAsin, labRow } from './lab-products';

const ROWS_PER_PAGE = 150;
const HOUR_MS = 3_600_000;
/** Keepa: `sortType` 1 is deal age, newest first. Any other order is one in which updates are found anywhere. */
const NEWEST_FIRST = 1;

export interface FeedSettings {
  readonly rows: number;
  readonly updatesPerHour: number;
  /** Of the updates, those that bring a deal which was not there; the oldest goes. The others change a row and move it to another place. */
  readonly newDealShare: number;
  readonly startMs: number;
}

/** A deal feed of constant size in which rows change, come, go and move between pages. One object per version of a row. */
export class LabFeed {
  private readonly slots: FeedRow[] = [];
  private readonly placeOf = new Map<string, number>();
  /** ASINs in order of creation; one without a place is gone. */
  private readonly byAge: string[] = [];
  private oldest = 0;
  private created = 0;
  private nextUpdateMs: number;
  private readonly everyMs: number;

  constructor(
    private readonly settings: FeedSettings,
    private readonly random: SeededRandom,
  ) {
    const { rows, updatesPerHour, startMs } = settings;
    this.everyMs = updatesPerHour > 0 ? HOUR_MS / updatesPerHour : Number.POSITIVE_INFINITY;
    this.nextUpdateMs = startMs + this.everyMs;
    // The rows of the start came in the hours before, one after the other.
    for (let slot = 0; slot < rows; slot += 1) this.put(slot, startMs - Math.round((rows - slot) * Math.min(this.everyMs, 36_000)));
  }

  page({ selection, page }: DealPageRequest, nowMs: number): DealPage {
    this.advanceTo(nowMs);
    const from = page * ROWS_PER_PAGE;
    const rows = selection['sortType'] === NEWEST_FIRST ? this.newest(from, ROWS_PER_PAGE) : this.slots.slice(from, from + ROWS_PER_PAGE);
    return { rows, rowCount: rows.length, problems: [] };
  }

  private advanceTo(nowMs: number): void {
    for (; this.nextUpdateMs <= nowMs; this.nextUpdateMs += this.everyMs) {
      const atMs = Math.floor(this.nextUpdateMs);
      if (this.random.next() < this.settings.newDealShare) this.put(this.slotOfOldest(), atMs);
      else this.update(atMs);
    }
  }

  private update(atMs: number): void {
    const [from, to] = [this.random.integer(0, this.slots.length - 1), this.random.integer(0, this.slots.length - 1)];
    const row = this.slots[from]!;
    this.slots[from] = { ...row, lastUpdateMs: atMs };
    this.swap(from, to);
  }

  private swap(a: number, b: number): void {
    const [rowA, rowB] = [this.slots[a]!, this.slots[b]!];
    this.slots[a] = rowB;
    this.slots[b] = rowA;
    this.placeOf.set(rowA.asin, b);
    this.placeOf.set(rowB.asin, a);
  }

  private put(slot: number, createdMs: number): void {
    const asin = labAsin('F', (this.created += 1));
    const gone = this.slots[slot];
    if (gone !== undefined) this.placeOf.delete(gone.asin);
    this.slots[slot] = labRow(asin, createdMs, createdMs);
    this.placeOf.set(asin, slot);
    this.byAge.push(asin);
  }

  private slotOfOldest(): number {
    for (;;) {
      const place = this.placeOf.get(this.byAge[this.oldest]!);
      if (place !== undefined) return place;
      this.oldest += 1;
    }
  }

  private newest(from: number, count: number): FeedRow[] {
    const rows: FeedRow[] = [];
    for (let index = this.byAge.length - 1, seen = 0; index >= this.oldest && rows.length < count; index -= 1) {
      const place = this.placeOf.get(this.byAge[index]!);
      if (place !== undefined && (seen += 1) > from) rows.push(this.slots[place]!);
    }
    return rows;
  }
}
