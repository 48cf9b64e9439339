import { z } from 'zod';

/** Keepa's largest int. */
const INT_MAX = 2_147_483_647;

type Limits = { min?: number | undefined; max?: number | undefined };

function wholeNumber(option: string, min: number, max: number): z.ZodOptional<z.ZodInt> {
  const range = {
    error: ({ input }: { readonly input?: unknown }) => `${option} is a whole number from ${min} to ${max}, not ${JSON.stringify(input)}.`,
  };
  return z.int(range).min(min, range).max(max, range).optional();
}

/** `{ min, max }`, both inclusive and optional; `null` switches the rule off. */
function limits(option: string, min: number, max: number): z.ZodNullable<z.ZodType<Limits, Limits>> {
  return z
    .strictObject({ min: wholeNumber(`${option}.min`, min, max), max: wholeNumber(`${option}.max`, min, max) })
    .refine((value) => (value.min ?? -INT_MAX) <= (value.max ?? INT_MAX), {
      error: ({ input }) => `${option}: min ${(input as Limits).min} is above max ${(input as Limits).max}, so nothing could pass.`,
    })
    .nullable();
}

/**
 * Limits on what a deal must be worth. Naming a rule replaces its default; `null` switches it off. Money is in the smallest currency unit of
 * the domain (cent, yen).
 */
export const dealRulesOptions = z
  .strictObject({
    /** Current price of the feed's price type. */
    priceMinor: limits('priceMinor', 0, INT_MAX).default(null),
    /** Percent below the 90-day average; negative is dearer. */
    dropPercent: limits('dropPercent', -1_000, 99).default({ min: 10 }),
    /** Lower is better. Books beyond two million sell about once a year. */
    salesRank: limits('salesRank', 1, INT_MAX).default({ max: 2_000_000 }),
    /** How often the rank improved, which is about how often it sold. */
    salesRankDrops30: limits('salesRankDrops30', 0, INT_MAX).default(null),
    salesRankDrops90: limits('salesRankDrops90', 0, INT_MAX).default({ min: 1 }),
    newOfferCount: limits('newOfferCount', 0, INT_MAX).default(null),
    usedOfferCount: limits('usedOfferCount', 0, INT_MAX).default(null),
    /** Left of a sale at the 90-day average after Amazon's fees and the purchase at the current price. Known from the peek on. */
    marginMinor: limits('marginMinor', -INT_MAX, INT_MAX).default({ min: 1 }),
    /** The same in percent of the purchase price. */
    marginPercent: limits('marginPercent', -1_000, 1_000_000).default(null),
    /** What becomes of a deal whose value for a rule is not known. */
    unknown: z.enum(['keep', 'reject'], { error: ({ input }) => `unknown is 'keep' or 'reject', not ${JSON.stringify(input)}.` }).default('keep'),
  })
  .prefault({});

export type DealRulesOptions = z.output<typeof dealRulesOptions>;
