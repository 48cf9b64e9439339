import type { FeedRow, ItemClass, ItemFailure, ItemKey, ItemState } from '@smart-ingestor/contracts';
import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import { requireLegalMove } from './item-moves';

/** A work item as the rules change it. */
export interface ItemRow extends ItemKey {
  /** Row id in the database; absent where it is not stored yet. */
  readonly id?: number;
  state: ItemState;
  reason: string | null;
  filterHash: string;
  workClass: ItemClass;
  /** Order within its class: the highest first. */
  value: number;
  attempts: number;
  /** The last request that failed; `null` once one succeeded. */
  failure: ItemFailure | null;
  /** Σ of its failed attempts. */
  tokensSpent: number;
  /** When it reached its final state; `null` while it is open. */
  finishedMs: number | null;
  /** Grows with every claim and every end of a claim. */
  fence: number;
  /** Owner of the lease, also of one that ran out and that nobody took over; `null` while nobody has claimed it. */
  heldBy: string | null;
  heldFromMs: number;
  /** End of the lease or of the wait for a retry; 0: free. */
  heldUntilMs: number;
  /** Absent where a row was loaded without it: the stored one stays. */
  feed?: FeedRow;
}

export type AsinKey = Pick<ItemKey, 'jobId' | 'domainId' | 'asin'>;

export function isOpen(row: Pick<ItemRow, 'state'>): boolean {
  return row.state === 'queued' || row.state === 'accepted';
}

/**
 * A hold that began later than now plus the longest processing time was given by another clock (a restarted simulator) and does not bind.
 * The margin is needed: the server times of two processes differ by their network delays, and neither may take the other's lease.
 */
export function isHeld(row: Pick<ItemRow, 'heldFromMs' | 'heldUntilMs'>, nowMs: number): boolean {
  return row.heldUntilMs > nowMs && row.heldFromMs <= nowMs + LONGEST_PROCESSING_MS;
}

/** `owner`: who asks. What it claimed itself stays so until it ends it, also where the lease has run out. */
export function isClaimed(row: ItemRow, nowMs: number, owner: string | undefined): boolean {
  return row.heldBy !== null && (row.heldBy === owner || isHeld(row, nowMs));
}

/** Nobody holds it, and it waits for nothing. */
export const FREE = { heldBy: null, heldFromMs: 0, heldUntilMs: 0 } as const;

/** Free for all but its last holder (`heldBy` stays): that one still has it until it ends it, or another takes it. */
export const LAPSED = { heldFromMs: 0, heldUntilMs: 0 } as const;

/** Work items by ASIN, and which of them a commit has changed. */
export class ItemBook {
  private readonly byAsin = new Map<string, ItemRow[]>();
  private readonly touched = new Set<ItemRow>();

  /** A row as it is stored. */
  load(row: ItemRow): void {
    const siblings = this.byAsin.get(asinKey(row));
    if (siblings === undefined) this.byAsin.set(asinKey(row), [row]);
    else siblings.push(row);
  }

  add(row: ItemRow): void {
    this.load(row);
    this.touched.add(row);
  }

  /** @throws {ItemStateError} where the rules do not know the move: no state is written but here. */
  change(row: ItemRow, fields: Partial<ItemRow>): void {
    requireLegalMove(row, fields);
    Object.assign(row, fields);
    this.touched.add(row);
  }

  remove(row: ItemRow): void {
    const left = this.siblings(row).filter((sibling) => sibling !== row);
    if (left.length > 0) this.byAsin.set(asinKey(row), left);
    else this.byAsin.delete(asinKey(row));
  }

  siblings(key: AsinKey): readonly ItemRow[] {
    return this.byAsin.get(asinKey(key)) ?? [];
  }

  find(key: ItemKey): ItemRow | undefined {
    return this.siblings(key).find((row) => row.lastUpdateMs === key.lastUpdateMs);
  }

  newest(key: AsinKey): ItemRow | undefined {
    return this.siblings(key).reduce<ItemRow | undefined>(
      (best, row) => (best === undefined || row.lastUpdateMs > best.lastUpdateMs ? row : best),
      undefined,
    );
  }

  /** The rows that changed since the last call. */
  takeChanged(): readonly ItemRow[] {
    const changed = [...this.touched];
    this.touched.clear();
    return changed;
  }
}

function asinKey({ jobId, domainId, asin }: AsinKey): string {
  return `${domainId}/${asin}/${jobId}`;
}
