import type { Verdict } from '@smart-ingestor/contracts';

/** A filter that throws must not lose what was paid for: the item is rejected under a reason of its own, and a mended filter (another hash) judges it again at 0 tokens. */
export const FILTER_FAILED = 'filter-failed';

export function verdictOf(judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch {
    return { keep: false, reason: FILTER_FAILED };
  }
}
