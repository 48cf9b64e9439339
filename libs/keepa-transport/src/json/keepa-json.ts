import { parse, stringify } from 'lossless-json';

/** A whole number of 16 digits or more at a place where JSON has a value. It may also match inside a text: then only the slower path is taken in vain. */
const LONG_INTEGER = /[:,[\s]-?[1-9]\d{15}/;
/** A text, which is skipped as a whole, or such a number to its end. */
const TEXT_OR_LONG_INTEGER = /"[^"\\]*(?:\\[^][^"\\]*)*"|(?<=[:,[\s])-?[1-9]\d{15,}(?=[,\]}\s]|$)/g;

/** Begins no text that Keepa sends: one that held it is read by the slow parser. */
const MARK = '\u0000';
const MARK_IN_JSON = '\\u0000';

/**
 * JSON as Keepa sends it. Integers beyond 2^53 arrive as bigint (category 9223372036854775807 is real), all other numbers as number.
 * @throws {SyntaxError} where the text is not complete JSON.
 */
export function parseKeepaJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  if (text.includes(MARK_IN_JSON)) return parse(text, null, { parseNumber: numberOrBigint, onDuplicateKey: ({ newValue }) => newValue });
  // Every answer with such a number has thousands of others: the engine's own parser reads them twice as fast, the marks included.
  const marked = text.replace(TEXT_OR_LONG_INTEGER, (match) => (isBeyondNumbers(match) ? `"${MARK_IN_JSON}${match}"` : match));
  return unmarked(JSON.parse(marked));
}

/** The inverse: bigints are written as plain integers. */
export function writeKeepaJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

function numberOrBigint(text: string): number | bigint {
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? BigInt(text) : number;
}

function isBeyondNumbers(match: string): boolean {
  return !match.startsWith('"') && !Number.isSafeInteger(Number(match));
}

/** Marked texts become bigints, in place. */
function unmarked(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    for (let n = 0; n < items.length; n += 1) if (typeof items[n] !== 'number') items[n] = unmarked(items[n]);
  } else if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    for (const name in members) members[name] = unmarked(members[name]);
  }
  return value;
}
