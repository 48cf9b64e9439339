import type { DealSortKey, DealsQuery, Range } from '@smart-ingestor/contracts';
import type { FlagReader } from '../flags/flag-reader';
import { readAsin, readDomain } from '../flags/text-flags';
import { minorUnits } from '../output/money';

const SORT_KEYS: readonly DealSortKey[] = ['updated', 'price', 'avg90', 'drop', 'rank', 'rank-drops', 'offers', 'margin', 'title'];
/** Best first: the smallest price and rank, titles from A; but the newest, the deepest drop, the widest margin. */
const ASCENDING_BY_NATURE: readonly DealSortKey[] = ['price', 'avg90', 'rank', 'title'];
/** In the shop's currency; a margin may be a loss. */
const PRICE = { min: 0, max: 1_000_000 };
const MARGIN = { min: -1_000_000, max: 1_000_000 };

function range(min?: number, max?: number): Range | undefined {
  return min === undefined && max === undefined ? undefined : { min, max };
}

function readOrder(flags: FlagReader): Pick<DealsQuery, 'sort' | 'descending'> {
  const sort = flags.choice('--sort', SORT_KEYS) ?? 'updated';
  if (flags.isSet('--asc') && flags.isSet('--desc')) flags.refuse('--asc, --desc: only one of them can be obeyed.');
  return { sort, descending: flags.isSet('--desc') || (!flags.isSet('--asc') && !ASCENDING_BY_NATURE.includes(sort)) };
}

function readPrice(flags: FlagReader, domainId: number | undefined): Range | undefined {
  const min = flags.number('--price-min', PRICE);
  const max = flags.number('--price-max', PRICE);
  if (min !== undefined && max !== undefined && min > max) flags.refuse(`--price-min, --price-max: ${min} is above ${max}, no price is both.`);
  return range(minorUnits(min, domainId), minorUnits(max, domainId));
}

/** What the flags of `deals` ask the store for. */
export function readDealsQuery(flags: FlagReader): DealsQuery {
  const domainId = readDomain(flags);
  return {
    domainId,
    asin: readAsin(flags),
    titleContains: flags.text('--title'),
    priceMinor: readPrice(flags, domainId),
    dropPercent: range(flags.number('--drop-min', { min: -1000, max: 100 })),
    rank: range(undefined, flags.integer('--rank-max', { min: 1, max: 1_000_000_000 })),
    marginMinor: range(minorUnits(flags.number('--margin-min', MARGIN), domainId)),
    includeRejected: flags.isSet('--all'),
    includeExpired: flags.isSet('--include-expired'),
    ...readOrder(flags),
  };
}
