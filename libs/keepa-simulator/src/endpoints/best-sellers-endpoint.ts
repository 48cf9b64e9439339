import { BEST_SELLER_RANGES, msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import type { MarketPlace, MarketPlaces } from '../market-place';
import { BEST_SELLERS_TOKENS } from '../price-list';
import { isInCategory, rankAt } from '../product-finder';
import type { ProductFacts } from '../product-facts';
import { type Answer, type EndpointRequest, integerParameter, LIST_DOMAINS, refused } from './answer';

/** Keepa renews its lists every hour. */
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
/** A rank over a stretch of time is the mean of so many looks at it. */
const LOOKS = 10;
const BOOK_GROUP = 'Book';

/** The time over which ranks count, in Keepa minutes; both ends equal: now. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** `/bestsellers`: 50 tokens, nothing where there is no such list, which the answer then leaves out. Best rank first. */
export function answerBestSellers({ query }: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const category = query['category'] ?? '';
  const stretch = stretchOf(query, minute);
  if (!LIST_DOMAINS.has(domainId)) return refused('domain');
  if (category === '') return refused('category');
  if (typeof stretch === 'string') return refused(stretch);
  const place = places.of(domainId);
  const listed = productsOf(place, category);
  const processingMs = { minMs: 5, maxMs: 400 };
  if (listed.length === 0) return { kind: 'payload', members: {}, tokens: 0, processingMs };
  const ranked = listed
    .map((facts) => ({ facts, rank: rankOver(place, facts, stretch) }))
    .sort((a, b) => a.rank - b.rank || a.facts.index - b.facts.index);
  const categoryId = /^\d+$/.test(category) ? Number(category) : 0;
  const lastUpdate = minute - (minute % HOUR_MINUTES);
  const bestSellersList = { asinList: ranked.map(({ facts }) => facts.asin), categoryId, domainId, lastUpdate };
  return { kind: 'payload', members: { bestSellersList }, tokens: BEST_SELLERS_TOKENS, processingMs };
}

function productsOf({ catalogue }: MarketPlace, category: string): ProductFacts[] {
  const id = /^\d+$/.test(category) ? Number(category) : null;
  const all = Array.from({ length: catalogue.size }, (_, index) => catalogue.product(index));
  return all.filter((facts) => (id === null ? category === BOOK_GROUP && facts.isBook : isInCategory(facts, id)));
}

/** The stretch, or the offending parameter. */
function stretchOf(query: Readonly<Record<string, string>>, minute: number): Stretch | string {
  const [range, month, year] = ['range', 'month', 'year'].map((name) => integerParameter(query, name));
  const now = minute - (minute % HOUR_MINUTES);
  if (month !== null || year !== null) {
    if (range !== null || !(month! >= 1 && month! <= 12) || !Number.isInteger(year)) return 'month';
    const from = msToKeepaMinutes(Date.UTC(year!, month! - 1, 1));
    const to = msToKeepaMinutes(Date.UTC(year!, month!, 1));
    return to <= now ? { from, to } : 'month';
  }
  if (range !== null && !BEST_SELLER_RANGES.includes(range!)) return 'range';
  return { from: now - (range ?? 0) * DAY_MINUTES, to: now };
}

function rankOver({ catalogue }: MarketPlace, facts: ProductFacts, { from, to }: Stretch): number {
  const looks = from === to ? 1 : LOOKS;
  let sum = 0;
  for (let look = 0; look < looks; look += 1) sum += rankAt(catalogue.seed, facts, to - Math.floor((look * (to - from)) / looks));
  return sum / looks;
}
