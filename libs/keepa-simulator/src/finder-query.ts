import { FINDER_PAGE_MIN, FINDER_RESULTS_MAX, type KeepaErrorBody, PriceType } from '@smart-ingestor/keepa-wire';
import { parseObject } from './query-json';

/** A statistic of a price type: its current value, or the average of the last `days`. */
export interface FinderField {
  readonly days: number | null;
  readonly priceType: number;
}

export interface FinderBound extends FinderField {
  readonly min: number;
  readonly max: number;
}

/** A product query as the server understands it. Filters that the simulated market has no data for are accepted and narrow nothing, as at `/deal`. */
export interface FinderQuery {
  readonly page: number;
  readonly perPage: number;
  readonly rootCategories: readonly number[];
  readonly includeCategories: readonly number[];
  readonly excludeCategories: readonly number[];
  readonly titleWords: readonly string[];
  readonly bounds: readonly FinderBound[];
  readonly sort: readonly (FinderField & { readonly direction: 1 | -1 })[];
}

const FIELD = /^(current|avg(30|90|180|365))_([A-Z_]+)$/;
const BOUND = /^(.+)_(gte|lte)$/;
const NO_FILTERS: ReadonlySet<string> = new Set(['page', 'perPage', 'sort']);
/** Where the finder's names differ from ours. */
const FINDER_NAMES: Readonly<Record<string, number>> = {
  ...PriceType,
  SALES: PriceType.SALES_RANK,
  LISTPRICE: PriceType.LIST_PRICE,
  PRIME_EXCL: PriceType.PRIME_EXCLUSIVE,
};
const INVALID_FORMAT = 'The queryJSON is of invalid format.';

/** The refusals of a deal selection, whose words were recorded; those of a product query were not. */
export function readFinderQuery(text: string | null): FinderQuery | KeepaErrorBody {
  const selection = parseObject(text);
  if (selection === null) return { type: 'invalidParameter', message: 'The queryJSON is missing or invalid.', details: '' };
  const query = queryOf(selection);
  return typeof query === 'string' ? { type: 'invalidParameter', message: INVALID_FORMAT, details: query } : query;
}

/** The query, or the first offending member. */
function queryOf(selection: Record<string, unknown>): FinderQuery | string {
  const members = Object.entries(selection).filter(([, value]) => value !== null);
  const filters = members.filter(([name]) => !NO_FILTERS.has(name));
  const page = selection['page'] ?? 0;
  const perPage = selection['perPage'] ?? FINDER_PAGE_MIN;
  const sort = selection['sort'] ?? [['current_SALES', 'asc']];
  if (filters.length === 0) return 'selection';
  if (!isCount(perPage) || perPage < FINDER_PAGE_MIN || perPage > FINDER_RESULTS_MAX) return 'perPage';
  if (!isCount(page) || (page > 0 && (page + 1) * perPage > FINDER_RESULTS_MAX)) return 'page';
  if (!Array.isArray(sort) || sort.length > 3 || !sort.every(isSort)) return 'sort';
  const badBound = filters.find(([name, value]) => BOUND.test(name) && !Number.isInteger(value));
  if (badBound !== undefined) return badBound[0];
  return {
    page,
    perPage,
    rootCategories: numbersOf(selection['rootCategory']),
    includeCategories: numbersOf(selection['categories_include']),
    excludeCategories: numbersOf(selection['categories_exclude']),
    titleWords: typeof selection['title'] === 'string' ? selection['title'].toLowerCase().split(/\s+/).filter(Boolean) : [],
    bounds: filters.flatMap(([name, value]) => boundOf(name, value as number)),
    sort: sort.flatMap(([name, direction]) =>
      fieldOf(name).map((field) => ({ ...field, direction: direction === 'asc' ? (1 as const) : (-1 as const) })),
    ),
  };
}

function boundOf(name: string, value: number): FinderBound[] {
  const [, field, side] = BOUND.exec(name) ?? [];
  const range = side === 'gte' ? { min: value, max: Infinity } : { min: -Infinity, max: value };
  return field === undefined ? [] : fieldOf(field).map((known) => ({ ...known, ...range }));
}

/** Empty for one that the simulated market has no data for. */
function fieldOf(name: string): FinderField[] {
  const [, , days, typeName = ''] = FIELD.exec(name) ?? [];
  if (!Object.hasOwn(FINDER_NAMES, typeName)) return [];
  return [{ days: days === undefined ? null : Number(days), priceType: FINDER_NAMES[typeName]! }];
}

function isSort(entry: unknown): entry is [string, 'asc' | 'desc'] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && (entry[1] === 'asc' || entry[1] === 'desc');
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function numbersOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number).filter(Number.isFinite);
}
