import { z } from 'zod';
import { named } from './names';
import { providerChoice } from './provider-choice';
import { wholeNumber } from './whole-number';

const flag = (byDefault: boolean) => z.boolean({ error: 'must be true or false' }).default(byDefault);
const statsDays = wholeNumber(1, 365, 'days of statistics').default(90);

/** The cheap look: 1 token an ASIN. */
const peek = z.strictObject({ statsDays }).prefault({});

/** The purchase. Keepa: 6 tokens per found page of 10 offers, stock +2, rating up to +1 (recorded: only where the offers failed). At most 13 an ASIN by default. */
const commit = z
  .strictObject({
    offers: wholeNumber(20, 100, 'Keepa refuses less than 20; leave it out for 20').default(20),
    statsDays,
    historyDays: wholeNumber(1, 10_000, 'days of price history').default(90),
    stock: flag(false),
    rating: flag(true),
  })
  .prefault({});

const job = z.strictObject({ source: providerChoice('deal-feed'), filter: providerChoice('deal-rules'), peek, commit }).prefault({});

export const jobsSection = named('jobs', job).refine((jobs) => Object.keys(jobs).length > 0, {
  error: 'must name at least one job; leave it out for the built-in books-us',
});
