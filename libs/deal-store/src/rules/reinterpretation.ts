import { type Deal, dealMargin, type ProductSnapshot, type Purchase } from '@smart-ingestor/contracts';

/** What one request bought, by how it was asked for; empty: a refresh. */
export type StagesOfCall = ReadonlySet<Purchase['stage']>;

/**
 * A deal after the response that brought its product was read anew; `null` where it stays. A peek makes no deal. What a purchase brought is
 * replaced as a whole; a refresh may have asked for less than the purchase, so what it does not tell stays.
 */
export function reinterpreted(deal: Deal, product: ProductSnapshot, stages: StagesOfCall): Deal | null {
  if (deal.product.lastUpdateMs > product.lastUpdateMs) return null;
  if (stages.has('peek') && !stages.has('commit')) return null;
  const next = stages.has('commit') ? product : withoutLoss(deal.product, product);
  return { ...deal, product: next, marginMinor: dealMargin(deal.feed, next) };
}

function withoutLoss(known: ProductSnapshot, told: ProductSnapshot): ProductSnapshot {
  return { ...known, ...tellingFields(told), fees: { ...known.fees, ...tellingFields(told.fees) } };
}

/** Members that say something: not `null`, not an empty list. */
function tellingFields<T extends object>(of: T): Partial<T> {
  const telling = Object.entries(of).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(telling) as Partial<T>;
}
