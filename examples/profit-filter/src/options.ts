import { z } from 'zod';

const profit = { error: 'minProfitMinor is a whole number from 0 up, in the smallest unit of the currency (300 is $3.00)' };

export const profitFilterOptions = z
  .strictObject({
    minProfitMinor: z.int(profit).min(0, profit).default(300),
    /** What becomes of a product whose fees Keepa does not know. */
    unknown: z.enum(['keep', 'reject'], { error: "unknown is 'keep' or 'reject'" }).default('reject'),
  })
  .prefault({});

export type ProfitFilterOptions = z.output<typeof profitFilterOptions>;
