import { FINDER_RESULTS_MAX, PriceType } from '@smart-ingestor/keepa-wire';
import { ROOT_CATEGORIES } from './categories';
import type { FinderField, FinderQuery } from './finder-query';
import type { MarketPlace } from './market-place';
import { priceAt, PriceSeries } from './price-series';
import type { ProductFacts } from './product-facts';
import { weightedAverage } from './timeline';

const DAY_MINUTES = 1_440;

/** Products of a market place that a query matches, in its order, each as Keepa last saw it. At most as many as Keepa serves. */
export function findMatches(
  query: FinderQuery,
  place: MarketPlace,
  nowMinute: number,
): { readonly asins: readonly string[]; readonly total: number } {
  const { catalogue, feed } = place;
  const matches: { readonly facts: ProductFacts; readonly keys: readonly number[] }[] = [];
  for (let index = 0; index < catalogue.size; index += 1) {
    const facts = catalogue.product(index);
    if (!isInQuery(facts, query)) continue;
    const value = (field: FinderField): number => valueOf(catalogue.seed, facts, field, feed.lastUpdateOf(facts, nowMinute));
    if (!query.bounds.every((bound) => isWithin(value(bound), bound))) continue;
    matches.push({ facts, keys: query.sort.map((field) => keyOf(value(field), field.direction)) });
  }
  matches.sort((a, b) => compareKeys(a.keys, b.keys) || a.facts.index - b.facts.index);
  return { asins: matches.slice(0, FINDER_RESULTS_MAX).map(({ facts }) => facts.asin), total: matches.length };
}

/** Products of a category (a root with everything below it, or one in which they are listed directly). */
export function isInCategory(facts: ProductFacts, categoryId: number): boolean {
  return ROOT_CATEGORIES[facts.root]!.id === categoryId || facts.categories.includes(categoryId);
}

export function rankAt(seed: number, facts: ProductFacts, minute: number): number {
  return priceAt(seed, facts, PriceType.SALES_RANK, minute);
}

function isInQuery(facts: ProductFacts, query: FinderQuery): boolean {
  const { rootCategories, includeCategories, excludeCategories, titleWords } = query;
  const title = titleWords.length === 0 ? '' : facts.title.toLowerCase();
  return (
    (rootCategories.length === 0 || rootCategories.some((id) => ROOT_CATEGORIES[facts.root]!.id === id)) &&
    (includeCategories.length === 0 || includeCategories.some((id) => isInCategory(facts, id))) &&
    !excludeCategories.some((id) => isInCategory(facts, id)) &&
    titleWords.every((word) => title.includes(word))
  );
}

function valueOf(seed: number, facts: ProductFacts, { days, priceType }: FinderField, minute: number): number {
  if (days === null) return priceAt(seed, facts, priceType, minute);
  const from = minute - days * DAY_MINUTES;
  const points = new PriceSeries(seed, facts, from, minute).points(priceType);
  return points === null ? -1 : weightedAverage(points, from, minute);
}

/** A product without the value is in no range of it. */
function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= 0 && value >= min && value <= max;
}

/** Smaller comes first; what has no value comes last in either direction. */
function keyOf(value: number, direction: 1 | -1): number {
  return value < 0 ? Infinity : direction * value;
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
