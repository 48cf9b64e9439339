import type { DeadItem } from '@smart-ingestor/contracts';
import type { Column } from '../output/column';
import { isoText, timeText } from '../output/words';

/** Why nothing mends an item by itself, what was tried, and what it cost. */
export const DEAD_COLUMNS: readonly Column<DeadItem>[] = [
  { key: 'died', value: (item) => isoText(item.diedMs), text: (item) => timeText(item.diedMs) },
  { key: 'job', value: (item) => item.jobId },
  { key: 'domain', value: (item) => item.domainId, alignRight: true },
  { key: 'asin', value: (item) => item.asin },
  { key: 'reason', value: (item) => item.reason },
  { key: 'attempts', value: (item) => item.attempts, alignRight: true },
  { key: 'tokens', value: (item) => item.tokensSpent, alignRight: true },
  { key: 'message', value: (item) => item.failure?.message ?? null, widthMax: 60 },
  { key: 'title', value: (item) => item.feed.title, widthMax: 30 },
];
