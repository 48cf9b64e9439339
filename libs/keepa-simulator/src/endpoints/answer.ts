import type { KeepaErrorBody } from '@smart-ingestor/keepa-wire';

/** What an endpoint decided: payload members and their price, or a refusal, which costs nothing. */
export type Answer =
  | { readonly kind: 'payload'; readonly members: Record<string, unknown>; readonly tokens: number; readonly processingMs: Span }
  | { readonly kind: 'refused'; readonly status: 200 | 400; readonly error: KeepaErrorBody };

/** Bounds of a processing time; the seed draws one in between. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A request on its way to its endpoint: the query without the key. */
export interface EndpointRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Amazon's shops; 7 was China and is gone. Brazil (12) has products, sellers and the finder, and no lists. */
export const PRODUCT_DOMAINS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
export const LIST_DOMAINS: ReadonlySet<number> = new Set([...PRODUCT_DOMAINS].filter((id) => id !== 12));

/** The text of Keepa's most general refusal; older ones add a link to the documentation. */
const GENERAL_REFUSAL = 'You used an invalid parameter for this API call.';

export function refused(details: string): Answer {
  return { kind: 'refused', status: 400, error: { type: 'invalidParameter', message: GENERAL_REFUSAL, details } };
}

/** An empty string of details and every token field 0: a wrong key, as recorded. */
export function wrongKeyError(): KeepaErrorBody {
  return { type: 'invalidParameter', message: GENERAL_REFUSAL, details: '' };
}

/** `null`: the parameter is absent. NaN: it is not a whole number. */
export function integerParameter(query: Readonly<Record<string, string>>, name: string): number | null {
  const text = query[name];
  if (text === undefined || text === '') return null;
  return /^-?\d+$/.test(text) ? Number(text) : NaN;
}

/** `1` and `true`; Keepa reads names without regard to case (`buyBox` works). */
export function isOn(query: Readonly<Record<string, string>>, name: string): boolean {
  return query[name] === '1' || query[name] === 'true';
}
