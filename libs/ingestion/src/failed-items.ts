import type { ClaimedItem, ItemTransition, KeepaFailure } from '@smart-ingestor/contracts';
import { backoffMs } from './backoff';
import { handedBack, openState } from './units/claim-batch';

/** An item that failed this often on its own, while other requests succeeded in between, is the cause and not the victim. */
const ATTEMPTS_MAX = 5;

/**
 * Where the items of a failed request go. Nothing of it is their fault while Keepa is out of reach; otherwise they try again later, one
 * by one, and one that fails alone for good is dead with the server's own words.
 */
export function afterFailure(
  items: readonly ClaimedItem[],
  failure: KeepaFailure,
  failuresInARow: number,
  nowMs: number,
  random: number,
): readonly ItemTransition[] {
  // A 5xx that says it cost nothing may still be about one of them: handed back untouched they would head the queue again, for ever.
  const answeredWith5xx = (failure.status ?? 0) >= 500;
  if (failure.charge === 'nothing' && failure.kind !== 'rejected' && !answeredWith5xx) return items.map(handedBack);
  return items.map((item) => {
    const attempts = item.attempts + 1;
    const alone = items.length === 1;
    if (alone && (failure.kind === 'rejected' || (attempts >= ATTEMPTS_MAX && failuresInARow === 1))) {
      return { item, to: 'dead', reason: `${failure.code}: ${failure.message}`, attempts };
    }
    // Twice the loop's own back-off: when the loop goes on, its neighbours are free and it is not, or the newest item would fail for all of them.
    const delayMs = 2 * backoffMs(Math.max(attempts, failuresInARow), random);
    return { item, to: openState(item), reason: null, attempts, notBeforeMs: nowMs + delayMs };
  });
}
