import { createHash } from 'node:crypto';

/** Identifies a query: the same for the same one, whatever the order of its members. */
export function feedHashOf(query: unknown): string {
  return createHash('sha256').update(canonicalJson(query)).digest('hex').slice(0, 16);
}

/** Category ids above 2^53 may be bigints. */
function canonicalJson(query: unknown): string {
  return JSON.stringify(query, (_member, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
