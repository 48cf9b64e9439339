import { z } from 'zod';

/** Keepa: a product request carries at most 100 ASINs. */
export const ASINS_PER_REQUEST_MAX = 100;

function wholeNumber(option: string, min: number, max: number): z.ZodInt {
  const range = {
    error: ({ input }: { readonly input?: unknown }) => `${option} is a whole number from ${min} to ${max}, not ${JSON.stringify(input)}.`,
  };
  return z.int(range).min(min, range).max(max, range);
}

const size = (option: string): z.ZodInt => wholeNumber(option, 1, ASINS_PER_REQUEST_MAX);

export const refillTierOptions = z
  .strictObject({
    /** Plans that refill at least this many tokens a minute use `sizeAtOrAbove`. Keepa's plans go up to 20,000. */
    boundaryRefillPerMinute: wholeNumber('boundaryRefillPerMinute', 1, 20_000).default(20),
    sizeAtOrAbove: size('sizeAtOrAbove').default(50),
    sizeBelow: size('sizeBelow').default(20),
  })
  .prefault({});

export type RefillTierOptions = z.output<typeof refillTierOptions>;

export const fixedOptions = z.strictObject({ size: size('size') });

export type FixedOptions = z.output<typeof fixedOptions>;

export const noOptions = z.strictObject({}).prefault({});
