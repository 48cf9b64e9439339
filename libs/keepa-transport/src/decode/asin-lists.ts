import type { BestSellerList, DecodeProblem, FinderPage } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { asinOrNull, countOrNull, elementsOf, membersOf, shortly, timeOrNull } from './read-value';

/** `null`: the body has no list and does not say that there is none. Never throws. */
export function decodeFinderPage(envelope: KeepaEnvelope): FinderPage | null {
  const totalResults = countOrNull(envelope.totalResults);
  if (!Array.isArray(envelope.asinList)) return totalResults === 0 ? { asins: [], totalResults, problems: [] } : null;
  const { asins, problems } = decodeAsins(envelope.asinList);
  return { asins, totalResults: totalResults ?? asins.length, problems };
}

/** Keepa leaves the list out where it has none, and charges nothing; a paid answer without one is unreadable (`null`). Never throws. */
export function decodeBestSellers(envelope: KeepaEnvelope): BestSellerList | null {
  const list = membersOf(envelope.bestSellersList);
  if (list === null) return envelope.tokensConsumed === 0 ? { asins: [], isKnown: false, lastUpdateMs: null, problems: [] } : null;
  return { ...decodeAsins(list.asinList), isKnown: true, lastUpdateMs: timeOrNull(list.lastUpdate) };
}

/** Each readable ASIN once, in the order of the list. A malformed one is a problem of its own: a later request with it would be refused whole. */
export function decodeAsins(list: unknown): { readonly asins: readonly string[]; readonly problems: readonly DecodeProblem[] } {
  const asins = new Set<string>();
  const problems: DecodeProblem[] = [];
  for (const element of elementsOf(list)) {
    const asin = asinOrNull(element);
    if (asin === null) problems.push({ asin: null, message: `the list holds what is no ASIN: ${shortly(element)}` });
    else asins.add(asin);
  }
  return { asins: [...asins], problems };
}
