/** JSON text that stands where a value would: recorded bodies and rows that were written before. */
export class RawJson {
  constructor(readonly text: string) {}
}

/**
 * Writes JSON as Keepa does since September 2025: members in alphabetical order, integers beyond 2^53 as plain digits (from bigint).
 * `undefined` members are left out, null members stay.
 */
export function wireJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return arrayJson(value);
  if (typeof value === 'object' && value !== null) return objectJson(value as Record<string, unknown>);
  return JSON.stringify(value) ?? 'null';
}

function arrayJson(values: readonly unknown[]): string {
  // Most arrays are histories: thousands of integers, for which join is several times faster than one call per element.
  if (values.every(Number.isFinite)) return `[${values.join(',')}]`;
  return `[${values.map(wireJson).join(',')}]`;
}

function objectJson(value: Record<string, unknown>): string {
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${wireJson(value[name])}`);
  return `{${members.join(',')}}`;
}
