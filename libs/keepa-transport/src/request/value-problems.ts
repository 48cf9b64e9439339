import { invalidValue, PRODUCT_DOMAINS } from '@smart-ingestor/keepa-wire';

const SHOWN_ELEMENTS_MAX = 5;
/** Keepa's history starts in 2011; 10,000 days cover it until 2038. */
export const DAYS_MAX = 10_000;
/** Ten years: beyond it "refresh if older than" means never, which is -1. */
const UPDATE_HOURS_MAX = 87_600;

/** Absent is fine; otherwise a whole number of the range, and a number, not text. */
export function integerProblems(option: string, value: unknown, min: number, max: number, meaning: string): string[] {
  if (value === undefined || (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)) return [];
  const cure = typeof value === 'string' ? 'Write a number, without quotes.' : `Choose ${min} to ${max}, or leave it out.`;
  return [invalidValue(option, `an integer ${min} to ${max} (${meaning})`, value, cure)];
}

export function booleanProblems(option: string, value: unknown): string[] {
  return value === undefined || typeof value === 'boolean'
    ? []
    : [invalidValue(option, 'true or false', value, 'Write true or false, without quotes.')];
}

export function updateHoursProblems(value: unknown, meaning = 'refresh if older; 0 always, -1 never'): string[] {
  return integerProblems('updateHours', value, -1, UPDATE_HOURS_MAX, meaning);
}

/** One line where a value that has no default is absent. */
export function neededProblems(option: string, value: unknown, allowed: string, cure: string): string[] {
  return value === undefined ? [invalidValue(option, allowed, value, cure)] : [];
}

/** Keepa serves amazon.com.br (12) with products, sellers and the product finder only. */
export function domainProblems(value: unknown, domains: readonly number[] = PRODUCT_DOMAINS): string[] {
  if (typeof value === 'number' && domains.includes(value)) return [];
  return [invalidValue('domainId', `one of the integers ${domains.join(', ')} (1 is amazon.com)`, value, 'Choose a domain that Keepa has.')];
}

/** What a list of identifiers must be; `what` and `shape` are words for people. */
export interface ListRule {
  readonly option: string;
  readonly what: string;
  readonly shape: string;
  readonly pattern: RegExp;
  readonly max: number;
}

/** Length, shape of each, no repetition. Keepa charges a malformed identifier like any other, or refuses the whole request. */
export function listProblems({ option, what, shape, pattern, max }: ListRule, value: unknown): string[] {
  if (!Array.isArray(value)) return [invalidValue(option, `an array of 1 to ${max} ${what}`, value, `Write an array of texts.`)];
  const problems: string[] = [];
  if (value.length < 1 || value.length > max) {
    problems.push(invalidValue(option, `1 to ${max} ${what} in one request`, `${value.length} of them`, 'Split them over several requests.'));
  }
  const elements = Array.from<unknown>(value);
  const malformed = elements.filter((element) => typeof element !== 'string' || !pattern.test(element));
  for (const element of malformed.slice(0, SHOWN_ELEMENTS_MAX)) problems.push(invalidValue(option, shape, element, 'Correct or remove it.'));
  if (malformed.length > SHOWN_ELEMENTS_MAX) problems.push(`${option}: ${malformed.length - SHOWN_ELEMENTS_MAX} more are no ${what} either.`);
  const repeated = [...new Set(elements.filter((element, at) => elements.indexOf(element) !== at))];
  for (const element of repeated.slice(0, SHOWN_ELEMENTS_MAX)) {
    problems.push(invalidValue(option, `each of the ${what} once`, element, 'Remove the repetition: it may be charged twice.'));
  }
  return problems;
}

export function unknownMemberProblems(request: object, known: readonly string[]): string[] {
  return Object.keys(request)
    .filter((name) => !known.includes(name))
    .map((name) => `${name}: is no option of this request, and Keepa would ignore it without a word. Remove it, or use one of ${known.join(', ')}.`);
}
