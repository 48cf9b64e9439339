import { z } from 'zod';

/** A base URL may be printed, so it carries no secret and no query. */
function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

function milliseconds(option: string, min: number, max: number): z.ZodInt {
  const range = {
    error: ({ input }: { readonly input?: unknown }) =>
      `${option} is a whole number of milliseconds from ${min} to ${max}, not ${JSON.stringify(input)}.`,
  };
  return z.int(range).min(min, range).max(max, range);
}

export const httpExchangeOptions = z.strictObject({
  baseUrl: z
    .string('baseUrl is text, for example https://api.keepa.com.')
    .refine(isBaseUrl, 'baseUrl is an http or https address without user, query and fragment, for example https://api.keepa.com.')
    .default('https://api.keepa.com'),
  /** Keepa's access key. No message quotes it. */
  key: z
    .string('key is missing: the access key of https://keepa.com/#!api, as text.')
    .regex(/^\S+$/, 'key is empty or holds white space: copy it again.'),
  /** From the first byte sent to the last one read. Offers requests take 2 to 20 s, and batches longer; Keepa's own client waits 120 s. */
  requestTimeoutMs: milliseconds('requestTimeoutMs', 1_000, 600_000).default(120_000),
  connectTimeoutMs: milliseconds('connectTimeoutMs', 1_000, 600_000).default(30_000),
});

export type HttpExchangeOptions = z.output<typeof httpExchangeOptions>;
