import { z } from 'zod';

/** Keepa's largest plan refills 20,000 a minute; a deficit beyond five of its minutes is a typing error. */
const MAX_DEFICIT_TOKENS = 100_000;

/** 20 tokens of margin to the −200 at which an account was reported locked. Never proven (−350 recovered by waiting): it bounds how long an account stands still. */
const DEFAULT_DEFICIT_TOKENS = 180;

const maxDeficitRange = {
  error: ({ input }: { readonly input?: unknown }) =>
    `maxDeficitTokens is a whole number from 0 (no debt) to ${MAX_DEFICIT_TOKENS} tokens, not ${JSON.stringify(input)}; the default is ${DEFAULT_DEFICIT_TOKENS}.`,
};

export const deficitLimitOptions = z
  .strictObject({
    /** How far below 0 a lone request may be projected to take the balance. */
    maxDeficitTokens: z.int(maxDeficitRange).min(0, maxDeficitRange).max(MAX_DEFICIT_TOKENS, maxDeficitRange).default(DEFAULT_DEFICIT_TOKENS),
  })
  .prefault({});

export type DeficitLimitOptions = z.output<typeof deficitLimitOptions>;

export const noOptions = z.strictObject({}).prefault({});
