import { type Deal, dealMargin, type Verdict } from '@smart-ingestor/contracts';
import type { Job } from '../job';

/** A filter that throws must not lose what was paid for: the item is rejected under a reason of its own, and a mended filter (another hash) judges it again at 0 tokens. */
export const FILTER_FAILED = 'filter-failed';

export function verdictOf(judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch {
    return { keep: false, reason: FILTER_FAILED };
  }
}

/** New facts may show that a deal is one no longer, or is one again. */
export function judgedDeal({ filter }: Pick<Job, 'filter'>, deal: Deal): Deal {
  const byRow = verdictOf(() => filter.judgeRow(deal.feed));
  const verdict = byRow.keep ? verdictOf(() => filter.judgePeek(deal.feed, deal.product)) : byRow;
  return { ...deal, marginMinor: dealMargin(deal.feed, deal.product), rejectedReason: verdict.keep ? null : verdict.reason };
}
