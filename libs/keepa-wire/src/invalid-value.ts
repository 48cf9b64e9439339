const SHOWN_MAX = 80;

/** One line for one bad value: option, what is allowed, what was given, what to do. @example `dateRange: allowed is …; got "4" (text). Write …` */
export function invalidValue(option: string, allowed: string, got: unknown, cure: string): string {
  return `${option}: allowed is ${allowed}; got ${shown(got)}. ${cure}`;
}

/** The value as the reader wrote it, its type where the type is the mistake, cut at 80 characters. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `${cut(JSON.stringify(value))} (text)`;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return cut(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)));
}

function cut(text: string): string {
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)}… (${text.length} characters)`;
}
