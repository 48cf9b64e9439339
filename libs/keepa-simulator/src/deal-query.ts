import { DEAL_PRICE_TYPES, type KeepaErrorBody } from '@smart-ingestor/keepa-wire';
import { parseObject } from './query-json';

type Range = readonly [min: number, max: number];

/** A deal selection as the server understands it. `null` = switched off. */
export interface DealQuery {
  readonly domainId: number;
  readonly page: number;
  readonly priceType: number;
  /** Row of the average: 0 day (48 hours), 1 week, 2 month, 3 90 days. */
  readonly dateRange: number;
  readonly sortType: number;
  readonly includeCategories: readonly number[];
  readonly excludeCategories: readonly number[];
  readonly titleWords: readonly string[];
  readonly currentRange: Range | null;
  readonly deltaRange: Range | null;
  readonly deltaPercentRange: Range | null;
  readonly salesRankRange: Range | null;
  readonly minRating: number | null;
}

const INVALID_FORMAT = 'The queryJSON is of invalid format.';
const DOMAINS = new Set([1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
const OPEN_END = 2_147_483_647;

class FormatError extends Error {
  constructor(readonly member: string) {
    super(member);
  }
}

/** Keepa's own refusal of a selection, as recorded: the first offending member is named in `details`. */
export function readDealQuery(text: string | null): DealQuery | KeepaErrorBody {
  const selection = parseObject(text);
  // A selection that was URL-encoded twice is not JSON any more: recorded with empty details.
  if (selection === null) return { type: 'invalidParameter', message: 'The queryJSON is missing or invalid.', details: '' };
  try {
    return queryOf(selection);
  } catch (error) {
    if (error instanceof FormatError) return { type: 'invalidParameter', message: INVALID_FORMAT, details: error.member };
    throw error;
  }
}

function queryOf(selection: Record<string, unknown>): DealQuery {
  const usesRanges = isOn(selection['isRangeEnabled']);
  const usesFilters = isOn(selection['isFilterEnabled']);
  const range = (member: string): Range | null => (usesRanges ? rangeOf(selection, member) : null);
  const domainId = integer(selection, 'domainId', null);
  if (!DOMAINS.has(domainId)) throw new FormatError('domainId');
  // 4 ("all ranges combined") is not documented and was accepted; 7 was refused.
  const dateRange = within('dateRange', integer(selection, 'dateRange', 0), 0, 4);
  const minRating = integer(selection, 'minRating', -1);
  return {
    domainId,
    page: within('page', integer(selection, 'page', 0), 0, OPEN_END),
    priceType: priceTypeOf(selection['priceTypes']),
    dateRange: Math.min(dateRange, 3),
    sortType: within('sortType', integer(selection, 'sortType', 4), -4, 4),
    includeCategories: categoriesOf(selection, 'includeCategories'),
    excludeCategories: categoriesOf(selection, 'excludeCategories'),
    titleWords: typeof selection['titleSearch'] === 'string' ? selection['titleSearch'].toLowerCase().split(/\s+/).filter(Boolean) : [],
    currentRange: range('currentRange'),
    deltaRange: range('deltaRange'),
    deltaPercentRange: range('deltaPercentRange'),
    salesRankRange: openEnded(range('salesRankRange')),
    minRating: usesFilters && minRating >= 0 ? minRating : null,
  };
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true' || value === 1;
}

/** Numbers may come as text: "1" and "3" are what keepa.com shows for domainId and dateRange. */
function integer(selection: Record<string, unknown>, member: string, missing: number | null): number {
  const value = selection[member] ?? missing;
  const parsed = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isInteger(parsed)) throw new FormatError(member);
  return parsed;
}

function within(member: string, value: number, min: number, max: number): number {
  if (value < min || value > max) throw new FormatError(member);
  return value;
}

function priceTypeOf(value: unknown): number {
  const first: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  if (typeof first !== 'number' || !DEAL_PRICE_TYPES.includes(first)) throw new FormatError('priceTypes');
  return first;
}

function categoriesOf(selection: Record<string, unknown>, member: string): number[] {
  const value = selection[member] ?? [];
  if (!Array.isArray(value) || value.length > 500 || !value.every((id) => typeof id === 'number')) throw new FormatError(member);
  return value as number[];
}

function rangeOf(selection: Record<string, unknown>, member: string): Range | null {
  const value = selection[member];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) throw new FormatError(member);
  return value as unknown as Range;
}

function openEnded(range: Range | null): Range | null {
  return range !== null && range[1] === -1 ? [range[0], OPEN_END] : range;
}
