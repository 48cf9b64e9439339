import type { CoverageGap, ForeignSpend, IngestionEvent } from '@smart-ingestor/contracts';
import { timeText } from '../output/words';

const GAP_REASONS: Readonly<Record<CoverageGap['reason'], string>> = {
  away: 'nothing read the feed for longer than it reaches back',
  'row-limit': 'more rows matched than Keepa serves',
};

export function gapText({ fromMs, toMs, reason }: CoverageGap): string {
  return `not covered ${timeText(fromMs)} to ${timeText(toMs)} (${GAP_REASONS[reason]})`;
}

export function foreignText({ tokens, tokensPerMinute, sinceMs }: ForeignSpend): string {
  return `others spend ${tokensPerMinute.toFixed(1)} tokens/min on this key (${tokens} since ${timeText(sinceMs)})`;
}

/** What a person should know about a run, once; `null` where an event is only news. */
export function warningOf(event: IngestionEvent): string | null {
  switch (event.type) {
    case 'coverage.gap':
      return `${event.gap.jobId}: ${gapText(event.gap)}`;
    case 'foreign-spend.noticed':
      return foreignText(event.spend);
    case 'refresh.behind':
      return `${event.jobId}: ${event.statement}`;
    case 'cost.bound-exceeded':
      return `${event.shape} cost ${event.consumedTokens}, at most ${event.worstTokens} was expected`;
    case 'deals.pruned':
      return event.expired + event.deleted === 0 ? null : `${event.jobId}: ${event.expired} deals expired, ${event.deleted} deleted`;
    default:
      return null;
  }
}
