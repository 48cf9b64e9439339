import type { DeadItem } from '@smart-ingestor/contracts';
import { count, timeText } from '../output/words';

/** All that is known of one dead item. */
export function deadText(item: DeadItem): string {
  const { jobId, domainId, asin, lastUpdateMs, reason, attempts, diedMs, tokensSpent, feed, failure } = item;
  const lines = [
    `${asin} ${feed.title}`,
    `  job ${jobId}, domain ${domainId}, as updated ${timeText(lastUpdateMs)}`,
    `  dead since ${timeText(diedMs)}: ${reason}, after ${count(attempts, 'attempt')} that cost ${count(tokensSpent, 'token')}`,
  ];
  if (failure !== null) {
    lines.push(
      `  last request ${timeText(failure.atMs)}, ${count(failure.tokens, 'token')}: ${failure.code} ${failure.message}`,
      `  asked for ${failure.request}`,
      `  in the ledger as ${failure.callId}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
