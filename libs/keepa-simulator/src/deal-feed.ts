import { DEAL_RESULTS_MAX, DEALS_PER_PAGE, PriceType } from '@smart-ingestor/keepa-wire';
import type { Catalogue } from './catalogue';
import { ROOT_CATEGORIES } from './categories';
import { DATE_RANGE_DAYS, dealObject, deltaOf, deltaPercentOf } from './deal-object';
import type { DealQuery } from './deal-query';
import { priceAt, PriceSeries } from './price-series';
import type { ProductFacts } from './product-facts';
import { unit } from './seeded-random';
import { averageOf } from './deal-object';
import { onGrid } from './timeline';
import { RawJson, wireJson } from './wire-json';

/** Local names: see seeded-random. */
const { floor } = Math;

/** Keepa: only products that were updated in the last 12 hours are in the feed. */
const WINDOW_MINUTES = 720;
/** Keepa caches a deal query for 120 seconds, so that its pages belong together. */
const QUERY_CACHE_MINUTES = 2;
const CACHED_QUERIES_MAX = 16;
const CACHED_ROWS_MAX = 4_000;

interface Judged {
  readonly lastUpdate: number;
  readonly current: number;
  readonly avg: number;
}

interface Hit {
  readonly facts: ProductFacts;
  readonly lastUpdate: number;
  readonly sortKey: number;
}

interface Result {
  readonly fromMinute: number;
  readonly hits: readonly Hit[];
  readonly countByRoot: readonly number[];
}

/** `/deal` of one domain: rows enter, leave and move as the products' deals are updated. A row shows its product as of its last update. */
export class DealFeed {
  private readonly results = new Map<string, Result>();
  private readonly judged = new Map<number, (Judged | undefined)[]>();
  private readonly rowTexts = new Map<number, { readonly lastUpdate: number; readonly text: string }>();

  constructor(private readonly catalogue: Catalogue) {}

  /** The `deals` member of one page. */
  page(query: DealQuery, nowMinute: number): Record<string, unknown> {
    const { hits, countByRoot } = this.resultOf(query, nowMinute);
    const roots = ROOT_CATEGORIES.map((category, root) => ({ category, count: countByRoot[root]! })).filter(({ count }) => count > 0);
    return {
      categoryCount: roots.map(({ count }) => count),
      categoryIds: roots.map(({ category }) => category.id),
      categoryNames: roots.map(({ category }) => category.name),
      dr: hits.slice(query.page * DEALS_PER_PAGE, (query.page + 1) * DEALS_PER_PAGE).map((hit) => new RawJson(this.rowText(hit))),
      drDateIndex: [],
    };
  }

  /** Keepa minute of the latest update of the product's deal at `nowMinute`. */
  lastUpdateOf(facts: ProductFacts, nowMinute: number): number {
    const { seed } = this.catalogue;
    const every = facts.updateEveryMinutes;
    const phase = floor(every * unit(seed, facts.index, 0xfeed));
    const turn = floor((nowMinute - phase) / every);
    const updated = (n: number): number => onGrid(phase + every * (n + 0.6 * unit(seed, facts.index, 0xfeee, n)));
    const latest = updated(turn);
    return latest <= nowMinute ? latest : updated(turn - 1);
  }

  private resultOf(query: DealQuery, nowMinute: number): Result {
    const key = JSON.stringify({ ...query, page: 0 });
    const cached = this.results.get(key);
    if (cached !== undefined && nowMinute >= cached.fromMinute && nowMinute < cached.fromMinute + QUERY_CACHE_MINUTES) return cached;
    const result = this.run(query, nowMinute);
    if (this.results.size >= CACHED_QUERIES_MAX) this.results.clear();
    this.results.set(key, result);
    return result;
  }

  private run(query: DealQuery, nowMinute: number): Result {
    const hits: Hit[] = [];
    const countByRoot = ROOT_CATEGORIES.map(() => 0);
    for (let index = 0; index < this.catalogue.size; index += 1) {
      const facts = this.catalogue.product(index);
      const lastUpdate = this.lastUpdateOf(facts, nowMinute);
      if (lastUpdate <= nowMinute - WINDOW_MINUTES) continue;
      const judged = this.judge(facts, query, lastUpdate);
      if (judged === null || !this.passes(facts, query, judged)) continue;
      countByRoot[facts.root]! += 1;
      if (isInCategories(facts, query)) hits.push({ facts, lastUpdate, sortKey: this.sortKeyOf(facts, query, judged) });
    }
    hits.sort((a, b) => a.sortKey - b.sortKey || a.facts.index - b.facts.index);
    return { fromMinute: nowMinute, hits: hits.slice(0, DEAL_RESULTS_MAX), countByRoot };
  }

  /** Current value and average of the query's price type, kept until the next update. `null`: there is no such offer. */
  private judge(facts: ProductFacts, query: DealQuery, lastUpdate: number): Judged | null {
    const { priceType, dateRange } = query;
    const tableKey = priceType * DATE_RANGE_DAYS.length + dateRange;
    let table = this.judged.get(tableKey);
    if (table === undefined) this.judged.set(tableKey, (table = new Array<Judged | undefined>(this.catalogue.size)));
    let judged = table[facts.index];
    if (judged?.lastUpdate !== lastUpdate) {
      const days = DATE_RANGE_DAYS[dateRange]!;
      const points = new PriceSeries(this.catalogue.seed, facts, lastUpdate - 92 * 1_440, lastUpdate).points(priceType);
      judged = { lastUpdate, current: points?.values.at(-1) ?? -1, avg: averageOf(points, lastUpdate, days) };
      table[facts.index] = judged;
    }
    return judged.current < 0 || judged.avg < 0 ? null : judged;
  }

  private passes(facts: ProductFacts, query: DealQuery, judged: Judged): boolean {
    const { current, avg, lastUpdate } = judged;
    if (!isWithin(query.currentRange, current)) return false;
    if (!isWithin(query.deltaRange, deltaOf(avg, current))) return false;
    if (!isWithin(query.deltaPercentRange, deltaPercentOf(avg, current))) return false;
    if (query.minRating !== null && priceAt(this.catalogue.seed, facts, PriceType.RATING, lastUpdate) < query.minRating) return false;
    if (!isWithin(query.salesRankRange, query.salesRankRange === null ? 0 : this.rankOf(facts, lastUpdate))) return false;
    const title = query.titleWords.length > 0 ? facts.title.toLowerCase() : '';
    return query.titleWords.every((word) => title.includes(word));
  }

  /** Smaller comes first. */
  private sortKeyOf(facts: ProductFacts, query: DealQuery, judged: Judged): number {
    const direction = query.sortType < 0 ? -1 : 1;
    switch (Math.abs(query.sortType)) {
      // Deal age cannot be inverted.
      case 1:
        return -(
          new PriceSeries(this.catalogue.seed, facts, judged.lastUpdate - 92 * 1_440, judged.lastUpdate).points(PriceType.USED)?.minutes.at(-1) ?? 0
        );
      case 2:
        return -direction * deltaOf(judged.avg, judged.current);
      case 3:
        return direction * this.rankOf(facts, judged.lastUpdate);
      default:
        return -direction * deltaPercentOf(judged.avg, judged.current);
    }
  }

  private rankOf(facts: ProductFacts, minute: number): number {
    return priceAt(this.catalogue.seed, facts, PriceType.SALES_RANK, minute);
  }

  private rowText(hit: Hit): string {
    const known = this.rowTexts.get(hit.facts.index);
    if (known?.lastUpdate === hit.lastUpdate) return known.text;
    const text = wireJson(dealObject(this.catalogue.seed, hit.facts, hit.lastUpdate));
    if (this.rowTexts.size >= CACHED_ROWS_MAX) this.rowTexts.clear();
    this.rowTexts.set(hit.facts.index, { lastUpdate: hit.lastUpdate, text });
    return text;
  }
}

function isWithin(range: readonly [number, number] | null, value: number): boolean {
  return range === null || (value >= range[0] && value <= range[1]);
}

/** A root means anywhere below it, a sub category means listed directly in it. */
function isInCategories(facts: ProductFacts, query: DealQuery): boolean {
  const root = Number(ROOT_CATEGORIES[facts.root]!.id);
  const isIn = (id: number): boolean => id === root || facts.categories.includes(id);
  return (query.includeCategories.length === 0 || query.includeCategories.some(isIn)) && !query.excludeCategories.some(isIn);
}
