import { parse, stringify } from 'lossless-json';

/** A whole number of 16 digits or more at a place where JSON has a value. It may also match inside a text: then only the slow path is taken in vain. */
const LONG_INTEGER = /[:,[\s]-?[1-9]\d{15}/;

/**
 * JSON as Keepa sends it. Integers beyond 2^53 arrive as bigint (category 9223372036854775807 is real), all other numbers as number.
 * @throws {SyntaxError} where the text is not complete JSON.
 */
export function parseKeepaJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  return parse(text, null, { parseNumber: numberOrBigint, onDuplicateKey: ({ newValue }) => newValue });
}

/** The inverse: bigints are written as plain integers. */
export function writeKeepaJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

function numberOrBigint(text: string): number | bigint {
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? BigInt(text) : number;
}
