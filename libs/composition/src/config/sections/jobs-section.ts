import { z } from 'zod';
import { duration } from './duration';
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

/** Of stored deals; without `offers` 1 token a row, and the offers stay those of the purchase. */
const refresh = z
  .strictObject({ offers: wholeNumber(20, 100, 'about 6 tokens a page of 10; leave it out for 1 token a row').optional() })
  .prefault({});

/** Who sells the stored deals: 1 token a seller. */
const sellers = z
  .union([z.literal(false), z.strictObject({ within: duration('a seller is looked up again after it').default('30d') })], {
    error: `must be false or { within: '30d' }`,
  })
  .default(false);

/** Soft first, and never what had no answered refresh of its own. */
const prune = z
  .union(
    [
      z.literal(false),
      z.strictObject({
        expireAfter: duration('unseen for so long: hidden').default('14d'),
        deleteAfter: duration('hidden for so long: deleted').default('30d'),
      }),
    ],
    { error: `must be false or { expireAfter: '14d', deleteAfter: '30d' }` },
  )
  .prefault({});

const job = z
  .strictObject({
    source: providerChoice('deal-feed'),
    filter: providerChoice('deal-rules'),
    peek,
    commit,
    /** A stored deal that nothing showed for so long is looked at again; `false`: never. */
    refreshWithin: z
      .union([z.literal(false), duration('stored deals unseen for so long are looked at again')], {
        error: `must be false or a duration from '1h' to '365d' with its unit, such as '72h'`,
      })
      .default('72h'),
    refresh,
    sellers,
    prune,
  })
  .refine(({ refreshWithin, refresh: { offers } }) => refreshWithin !== false || offers === undefined, {
    path: ['refresh', 'offers'],
    error: 'must be left out where refreshWithin is false: nothing is refreshed',
  })
  .prefault({});

export const jobsSection = named('jobs', job).refine((jobs) => Object.keys(jobs).length > 0, {
  error: 'must name at least one job; leave it out for the built-in books-us',
});
