import { RefillTier } from '@smart-ingestor/batch-policy';
import type { DealFilter, Tier, TierSelector } from '@smart-ingestor/contracts';
import { DealFeed } from '@smart-ingestor/deal-source';
import type { Job } from '@smart-ingestor/ingestion';
import { DeficitLimit } from '@smart-ingestor/token-policy';
import { PASS_SHARE, type Scene } from './scene';

export const LAB_JOB = 'lab';
export const LAB_FILTER_HASH = 'lab';
const TIER_BOUNDARY = 20;
const SELECTION = { domainId: 1, priceTypes: [2], dateRange: 3, sortType: 4 };

/** The tiers as they come with the project: a floor of −180, 20 ASINs below 20 tokens a minute, 50 from there on. */
export function productionTiers(): TierSelector {
  const batchPolicy = new RefillTier({ boundaryRefillPerMinute: TIER_BOUNDARY, sizeBelow: 20, sizeAtOrAbove: 50 });
  const tokenPolicy = new DeficitLimit({ maxDeficitTokens: 180 });
  const dealValue = { name: 'newest', valueOf: () => 0 };
  const [low, standard] = ['low', 'standard'].map((name): Tier => ({ name, tokenPolicy, batchPolicy, dealValue }));
  return { select: (refillPerMinute) => (refillPerMinute < TIER_BOUNDARY ? low! : standard!) };
}

/** Dearest purchases (offers and rating: 13 at worst), so that admission is put to the test. */
export function labJob({ refresh, sellers }: Pick<Scene, 'refresh' | 'sellers'>): Job {
  return {
    id: LAB_JOB,
    source: new DealFeed({ selection: SELECTION, maxPages: 67 }),
    filter: LAB_FILTER,
    peek: { statsDays: 90 },
    commit: { offers: 20, statsDays: 90, historyDays: 90, stock: false, rating: true },
    refresh,
    sellers: sellers === null ? null : { withinMs: sellers.withinMs },
    prune: null,
  };
}

/** Keeps every row, and of the peeked ones a fixed share by what their version says. */
const LAB_FILTER: DealFilter = {
  name: 'lab',
  hash: LAB_FILTER_HASH,
  judgeRow: () => ({ keep: true }),
  judgePeek: ({ asin, lastUpdateMs }) => (shareOf(asin, lastUpdateMs) < PASS_SHARE ? { keep: true } : { keep: false, reason: 'lab' }),
};

/** 0 ≤ x < 1, the same for the same version of the same deal (FNV-1a). */
function shareOf(asin: string, lastUpdateMs: number): number {
  let hash = (0x811c9dc5 ^ (lastUpdateMs >>> 0)) >>> 0;
  for (let n = 0; n < asin.length; n += 1) hash = Math.imul(hash ^ asin.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
