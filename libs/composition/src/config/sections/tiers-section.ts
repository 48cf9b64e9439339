import { z } from 'zod';
import { named } from './names';
import { providerChoice } from './provider-choice';

const rate = z
  .number({ error: 'must be a number of tokens per minute, 0 or more' })
  .min(0, { error: 'must be a number of tokens per minute, 0 or more' });

/** Refill rates (tokens a minute) from `from` up to, not including, `below`; without `below` all above. */
export const whenRefill = z.strictObject({ from: rate, below: rate.optional() }).refine(({ from, below }) => below === undefined || below > from, {
  error: ({ input }) => `must have below greater than from, not ${JSON.stringify(input)}`,
});

const tier = z
  .strictObject({
    /** Absent: the tier is used only where an account names it. */
    whenRefill: whenRefill.optional(),
    tokenPolicy: providerChoice('deficit-limit'),
    batchPolicy: providerChoice('refill-tier'),
    /** Which waiting items are worth their tokens first. */
    dealValue: providerChoice('newest-first'),
  })
  .prefault({});

export const tiersSection = named('tiers', tier);
