import type { ClaimedItem, ItemFailure, ItemTransition, KeepaFailure, KeepaRequest } from '@smart-ingestor/contracts';
import { backoffMs } from './backoff';
import { handedBack, openState, UNREADABLE } from './units/claim-batch';
import type { PaidCall, UnitFailure } from './units/unit';

/** An item that failed this often on its own, while other requests succeeded in between, is the cause and not the victim. */
const ATTEMPTS_MAX = 5;
/** Spreads the jitter of neighbours evenly (golden ratio), so that they do not all come back in the same instant. */
const SPREAD = 0.618_033_988_749_895;

/**
 * Where the items of a failed request go. Nothing of it is their fault while Keepa is out of reach (`null`, or never charged and not of
 * their making); otherwise they try again later, one by one, and one that fails alone for good is dead with the server's own words.
 */
export function afterFailure(
  items: readonly ClaimedItem[],
  request: KeepaRequest,
  failed: UnitFailure | null,
  nowMs: number,
): readonly ItemTransition[] {
  if (failed === null || isNobodysFault(failed.failure)) return items.map(handedBack);
  const alone = items.length === 1;
  return items.map((item, index) => {
    const attempts = item.attempts + 1;
    const failure = recordOf(failed.failure, request, failed, nowMs, { index, of: items.length });
    if (alone && (failed.failure.kind === 'rejected' || (attempts >= ATTEMPTS_MAX && failed.failuresInARow === 1))) {
      return { item, to: 'dead', reason: `${failure.code}: ${failure.message}`, attempts, failure };
    }
    return { item, to: openState(item), reason: null, attempts, failure, notBeforeMs: nowMs + retryDelayMs(failed, attempts, index) };
  });
}

/** A 5xx that says it cost nothing may still be about one of them: handed back untouched they would head the queue again, for ever. */
export function isNobodysFault({ charge, kind, status }: KeepaFailure): boolean {
  return charge === 'nothing' && kind !== 'rejected' && (status ?? 0) < 500;
}

/** Twice the loop's own back-off: when the loop goes on, its neighbours are free and it is not, or the most valuable item would fail for all of them. */
export function retryDelayMs({ failuresInARow, random }: UnitFailure, attempts: number, index: number): number {
  return 2 * backoffMs(Math.max(attempts, failuresInARow), (random + index * SPREAD) % 1);
}

/** Keepa answered, and the decoder could not read what it said of this item. */
export function unreadableItem(
  item: ClaimedItem,
  message: string,
  request: KeepaRequest,
  paid: PaidCall,
  nowMs: number,
  place: { readonly index: number; readonly of: number },
): ItemTransition {
  const failure = recordOf({ code: 'UNREADABLE', message }, request, paid, nowMs, place);
  return { item, to: 'dead', reason: `${UNREADABLE}: ${message}`, attempts: item.attempts + 1, failure };
}

function recordOf(
  { code, message }: Pick<ItemFailure, 'code' | 'message'>,
  request: KeepaRequest,
  { callId, tokens }: PaidCall,
  atMs: number,
  { index, of }: { readonly index: number; readonly of: number },
): ItemFailure {
  return { code, message, request: JSON.stringify(request), callId, tokens: tokenShare(tokens, index, of), atMs };
}

/** Whole tokens that add up to what the request cost. */
function tokenShare(tokens: number, index: number, of: number): number {
  return Math.floor(tokens / of) + (index < tokens % of ? 1 : 0);
}
