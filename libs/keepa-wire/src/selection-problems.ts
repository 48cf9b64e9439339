import { DEAL_DOMAINS } from './domains';
import { DEAL_RESULTS_MAX, DEALS_PER_PAGE } from './envelope';
import { invalidValue } from './invalid-value';
import { DEAL_PRICE_TYPES, PriceType } from './price-type';

/** The last page that can hold a result: Keepa serves 10,000 of a deal query, 150 a page. */
export const DEAL_PAGE_MAX = Math.floor((DEAL_RESULTS_MAX - 1) / DEALS_PER_PAGE);

/** Keepa's deal filters are 32-bit; 2147483647 as a maximum leaves the end open. */
const INT32_MAX = 2_147_483_647;
const INT32_MIN = -2_147_483_648;
/** Java's largest long. Keepa uses it as the "unknown" root category. */
const LONG_MAX = 9_223_372_036_854_775_807n;
const CATEGORIES_MAX = 500;
const TITLE_KEYWORDS_MAX = 50;
const WITHOUT_QUOTES = 'Write the integer, without quotes.';

type Validator = (value: unknown, selection: Readonly<Record<string, unknown>>) => string[];

const BOOLEANS = [
  'isFilterEnabled',
  'isRangeEnabled',
  'isLowest',
  'isLowest90',
  'isLowestOffer',
  'isHighest',
  'isOutOfStock',
  'isBackInStock',
  'isRisers',
  'hasReviews',
  'filterErotic',
  'singleVariation',
  'isPrimeExclusive',
  'mustHaveAmazonOffer',
  'mustNotHaveAmazonOffer',
];

const OPTIONAL_VALIDATORS: Readonly<Record<string, Validator>> = {
  page: (value) => integerProblems('page', value, 0, DEAL_PAGE_MAX, `the last page of Keepa's 10,000 results is ${DEAL_PAGE_MAX}`),
  dateRange: (value) => integerProblems('dateRange', value, 0, 3, '0 the last 48 hours, 1 week, 2 month, 3 90 days'),
  minRating: (value) => integerProblems('minRating', value, -1, 50, '45 is 4.5 stars, -1 is off'),
  sortType: sortTypeProblems,
  currentRange: (value) => rangeProblems('currentRange', value),
  deltaRange: (value) => rangeProblems('deltaRange', value),
  deltaLastRange: (value) => rangeProblems('deltaLastRange', value),
  deltaPercentRange: deltaPercentRangeProblems,
  salesRankRange: (value) => rangeProblems('salesRankRange', value, INT32_MIN, true),
  includeCategories: (value) => categoryProblems('includeCategories', value),
  excludeCategories: (value) => categoryProblems('excludeCategories', value),
  warehouseConditions: warehouseConditionProblems,
  titleSearch: titleSearchProblems,
  ...Object.fromEntries(BOOLEANS.map((name): [string, Validator] => [name, (value) => booleanProblems(name, value)])),
};

/**
 * Every value of a deal query that Keepa would refuse or misread, one line each with option, allowed range, value and cure; empty: the selection
 * is valid. `null` counts as absent. Members that are not known here are Keepa's business: it adds some every year.
 */
export function selectionProblems(selection: unknown): string[] {
  if (typeof selection !== 'object' || selection === null || Array.isArray(selection)) {
    return [invalidValue('selection', "an object, Keepa's deal query", selection, 'Paste the JSON that keepa.com shows under "Show API query".')];
  }
  const members = selection as Readonly<Record<string, unknown>>;
  const problems = [...domainProblems(members.domainId), ...priceTypeProblems(members.priceTypes)];
  for (const [name, value] of Object.entries(members)) {
    if (name === 'domainId' || name === 'priceTypes' || value === null || value === undefined) continue;
    const validate = Object.hasOwn(OPTIONAL_VALIDATORS, name) ? OPTIONAL_VALIDATORS[name] : undefined;
    problems.push(...(validate === undefined ? unknownMemberProblems(name, value) : validate(value, members)));
  }
  return problems;
}

function domainProblems(value: unknown): string[] {
  if (typeof value === 'number' && DEAL_DOMAINS.includes(value)) return [];
  const known = `one of the integers ${DEAL_DOMAINS.join(', ')} (1 is amazon.com)`;
  return [invalidValue('domainId', known, value, typeof value === 'string' ? WITHOUT_QUOTES : 'Choose a domain that has a deal feed.')];
}

function priceTypeProblems(value: unknown): string[] {
  const [only, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof only === 'number' && DEAL_PRICE_TYPES.includes(only) && more.length === 0) return [];
  const allowed = `an array with exactly one of ${DEAL_PRICE_TYPES.join(', ')}`;
  return [invalidValue('priceTypes', allowed, value, 'Write for example [1] (new) or [2] (used), and one job for each price type.')];
}

function integerProblems(name: string, value: unknown, min: number, max: number, meaning: string): string[] {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return [];
  const cure =
    typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? `${WITHOUT_QUOTES} It must be ${min} to ${max}.` : `Choose ${min} to ${max}.`;
  return [invalidValue(name, `an integer ${min} to ${max} (${meaning})`, value, cure)];
}

function sortTypeProblems(value: unknown): string[] {
  const meaning = '1 newest first, 2 drop, 3 sales rank, 4 drop in percent; negative inverts, but not 1';
  if (value === 0 || value === -1) return [invalidValue('sortType', `one of -4, -3, -2, 1, 2, 3, 4 (${meaning})`, value, 'Choose another order.')];
  return integerProblems('sortType', value, -4, 4, `without 0 and -1: ${meaning}`);
}

function rangeProblems(name: string, value: unknown, min = INT32_MIN, openEnd = false): string[] {
  const allowed = `[min, max] of integers, min at most max; max ${INT32_MAX}${openEnd ? ' or -1' : ''} leaves the end open`;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isInt32))
    return [invalidValue(name, allowed, value, 'Write two integers, without quotes.')];
  const [low, high] = value as [number, number];
  if (low > high && !(openEnd && high === -1)) return [invalidValue(name, allowed, value, `Write [${high}, ${low}], or raise the maximum.`)];
  return low >= min ? [] : [invalidValue(name, `${allowed}; min at least ${min}`, value, `Raise the minimum to ${min}.`)];
}

/** Keepa: a drop of at least 10 percent, of sales ranks 80. */
function deltaPercentRangeProblems(value: unknown, selection: Readonly<Record<string, unknown>>): string[] {
  const ofRanks = Array.isArray(selection.priceTypes) && selection.priceTypes[0] === PriceType.SALES_RANK;
  return rangeProblems('deltaPercentRange', value, ofRanks ? 80 : 10);
}

function categoryProblems(name: string, value: unknown): string[] {
  const allowed = `an array of up to ${CATEGORIES_MAX} category ids (integers)`;
  if (!Array.isArray(value)) return [invalidValue(name, allowed, value, 'Write for example [283155].')];
  const problems =
    value.length <= CATEGORIES_MAX ? [] : [invalidValue(name, allowed, `${value.length} ids`, `Remove ${value.length - CATEGORIES_MAX}.`)];
  const bad = value.filter((id) => !isCategoryId(id));
  if (bad.length === 0) return problems;
  const cure = 'Write ids without quotes; only one above 2^53 may be decimal text, because a JSON number would lose its last digits.';
  return [...problems, invalidValue(name, allowed, bad.length === 1 ? bad[0] : bad, cure)];
}

function isCategoryId(id: unknown): boolean {
  if (typeof id === 'number') return Number.isSafeInteger(id) && id >= 0;
  if (typeof id === 'bigint') return id >= 0n && id <= LONG_MAX;
  return typeof id === 'string' && /^[1-9]\d{15,18}$/.test(id) && BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER) && BigInt(id) <= LONG_MAX;
}

function warehouseConditionProblems(value: unknown): string[] {
  if (Array.isArray(value) && value.every((condition) => Number.isInteger(condition) && condition >= 1 && condition <= 5)) return [];
  return [
    invalidValue('warehouseConditions', 'an array of integers 1 to 5 (1 new, 2 like new … 5 acceptable)', value, 'Write for example [2, 3, 4, 5].'),
  ];
}

function titleSearchProblems(value: unknown): string[] {
  const keywords = typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '').length : Infinity;
  if (keywords <= TITLE_KEYWORDS_MAX) return [];
  return [invalidValue('titleSearch', `text of up to ${TITLE_KEYWORDS_MAX} keywords`, value, 'Use fewer keywords.')];
}

function booleanProblems(name: string, value: unknown): string[] {
  return typeof value === 'boolean' ? [] : [invalidValue(name, 'true or false', value, 'Write true or false, without quotes.')];
}

function unknownMemberProblems(name: string, value: unknown): string[] {
  return isJson(value) ? [] : [invalidValue(name, 'a JSON value', value, 'Remove it, or write plain JSON.')];
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= INT32_MIN && (value as number) <= INT32_MAX;
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  return (Array.isArray(value) ? value : Object.values(value)).every(isJson);
}
