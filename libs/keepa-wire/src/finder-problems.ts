import { invalidValue } from './invalid-value';

const SORTS_MAX = 3;
/** Keepa: an array of a filter holds up to 50 entries. */
const ENTRIES_MAX = 50;
/** Members of a query that narrow nothing. */
const NO_FILTERS: ReadonlySet<string> = new Set(['page', 'perPage', 'sort', 'domainId']);
const BOUND = /_(gte|lte)$/;

/**
 * Every value of a product query that Keepa would refuse or misread, one line each with member, allowed values, value and cure; empty: it is
 * valid. `null` counts as absent. Of the about 1,360 filters only the form is checked: Keepa adds some every year.
 */
export function finderProblems(selection: unknown): string[] {
  if (typeof selection !== 'object' || selection === null || Array.isArray(selection)) {
    return [invalidValue('selection', "an object, Keepa's product query", selection, 'Paste the JSON that keepa.com shows under "Show API query".')];
  }
  const members = Object.entries(selection).filter(([, value]) => value !== null && value !== undefined);
  const filters = members.filter(([name]) => !NO_FILTERS.has(name));
  const missing =
    filters.length > 0 ? [] : [invalidValue('selection', 'a query with at least one filter', selection, 'Add one: {"rootCategory": 283155}.')];
  return [
    ...missing,
    ...members.filter(([name]) => name === 'sort').flatMap(([, value]) => sortProblems(value)),
    ...filters.flatMap(([name, value]) => filterProblems(name, value)),
    ...crossedProblems(new Map(filters)),
  ];
}

function sortProblems(value: unknown): string[] {
  const isSort = (entry: unknown): boolean =>
    Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && (entry[1] === 'asc' || entry[1] === 'desc');
  if (Array.isArray(value) && value.length <= SORTS_MAX && value.every(isSort)) return [];
  return [invalidValue('sort', `up to ${SORTS_MAX} pairs of field and "asc" or "desc"`, value, 'Write for example [["current_SALES", "asc"]].')];
}

function filterProblems(name: string, value: unknown): string[] {
  if (BOUND.test(name)) {
    return Number.isSafeInteger(value)
      ? []
      : [invalidValue(name, 'an integer (prices in the smallest unit of the currency)', value, 'Write it without quotes.')];
  }
  if (Array.isArray(value) && value.length > ENTRIES_MAX) {
    return [invalidValue(name, `up to ${ENTRIES_MAX} entries`, `${value.length} of them`, 'Split the query over several jobs.')];
  }
  const isFine = (Array.isArray(value) ? value : [value]).every(isPlain);
  return isFine ? [] : [invalidValue(name, 'a number, a text, true, false, or an array of numbers or texts', value, 'Write plain JSON.')];
}

/** A minimum above its maximum finds nothing, at the full price. */
function crossedProblems(filters: ReadonlyMap<string, unknown>): string[] {
  return [...filters].flatMap(([name, low]) => {
    const high = name.endsWith('_gte') ? filters.get(name.replace(BOUND, '_lte')) : undefined;
    if (typeof low !== 'number' || typeof high !== 'number' || low <= high) return [];
    return [invalidValue(name, `at most ${name.replace(BOUND, '_lte')}, which is ${high}`, low, 'Swap them, or remove one: nothing matches.')];
  });
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))
  );
}
