import { DEFAULT_PACE } from '@smart-ingestor/ingestion';
import { z } from 'zod';
import { wholeNumber } from './whole-number';

const weight = (byDefault: number) => {
  const rule = { error: 'must be a number above 0 and at most 1000 (weights are normalised over the classes that have work)' };
  return z.number(rule).positive(rule).max(1_000, rule).default(byDefault);
};

const share = (byDefault: number, why: string) => {
  const rule = { error: `must be a number from 0.01 to 0.9 (${why})` };
  return z.number(rule).min(0.01, rule).max(0.9, rule).default(byDefault);
};

const { weights, unitRefillMinutes, maxRequestsInFlight, scanShare, headShare } = DEFAULT_PACE;

/** How the tokens of an account are shared out. */
export const pace = z
  .strictObject({
    /** Shares of what due scans leave over. */
    weights: z
      .strictObject({
        discover: weight(weights.discover),
        refresh: weight(weights.refresh),
        seller: weight(weights.seller),
        adhoc: weight(weights.adhoc),
      })
      .prefault({}),
    unitRefillMinutes: wholeNumber(1, 60, 'minutes of refill that one request may cost at worst').default(unitRefillMinutes),
    maxRequestsInFlight: wholeNumber(1, 100, 'requests at a time').default(maxRequestsInFlight),
    scanShare: share(scanShare, 'share of the refill that complete passes over the feed may take'),
    headShare: share(headShare, 'share of the refill that reads of the newest end of the feed may take beside them'),
  })
  .prefault({});
