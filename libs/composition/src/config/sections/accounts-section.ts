import { z } from 'zod';
import { named } from './names';
import { pace } from './pace-section';
import { providerChoice } from './provider-choice';
import { wholeNumber } from './whole-number';

export const KEEPA_BASE_URL = 'https://api.keepa.com';

/** Where the key is, or the key itself. Better not itself: config files end up in repositories. */
const key = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) }), z.string().min(1)], {
  error: `must be { env: 'KEEPA_API_KEY' }, { file: './keepa.key' } or the key as text`,
});

const baseUrl = z.string({ error: urlRule }).refine(isPlainHttpUrl, { error: urlRule });

const account = z.strictObject({
  key: key.default({ env: 'KEEPA_API_KEY' }),
  /** `auto` picks the tier by the refill rate that Keepa reports; a name pins it. */
  tier: z.string({ error: `must be 'auto' or the name of a tier` }).default('auto'),
  baseUrl: baseUrl.default(KEEPA_BASE_URL),
  /** What a request does that has to wait for tokens. */
  onBlocked: z.enum(['wait', 'throw']).default('wait'),
  retryLimit: wholeNumber(1, 1_000, 'failures in a row after which Keepa counts as unreachable').default(8),
  pace,
  /** Names of the jobs that it works on; absent: all. */
  jobs: z.array(z.string(), { error: jobsRule }).min(1, { error: jobsRule }).optional(),
  transport: providerChoice('keepa-http'),
});

export const accountsSection = named('accounts', account).refine((accounts) => Object.keys(accounts).length > 0, {
  error: 'must name at least one account; leave it out for one that reads KEEPA_API_KEY',
});

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function urlRule(): string {
  return `must be an http or https address without user, query and fragment, such as ${KEEPA_BASE_URL}`;
}

function jobsRule(): string {
  return `must be a list of names of jobs, such as ['books-us']; leave it out for all jobs`;
}
