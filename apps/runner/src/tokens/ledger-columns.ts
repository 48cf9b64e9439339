import type { LedgerEntry } from '@smart-ingestor/contracts';
import type { Column } from '../output/column';
import { isoText, timeText } from '../output/words';

/** The columns of `tokens` in every format: when, why, for what, what was expected, feared and consumed. */
export const LEDGER_COLUMNS: readonly Column<LedgerEntry>[] = [
  { key: 'time', value: (entry) => isoText(entry.atMs), text: (entry) => timeText(entry.atMs) },
  { key: 'class', value: (entry) => entry.workClass },
  { key: 'stage', value: (entry) => entry.stage },
  { key: 'job', value: (entry) => entry.jobId },
  { key: 'shape', value: (entry) => entry.shape, widthMax: 44 },
  { key: 'items', value: (entry) => entry.items, alignRight: true },
  { key: 'expected', value: (entry) => entry.expectedTokens, alignRight: true },
  { key: 'worst', value: (entry) => entry.worstTokens, alignRight: true },
  { key: 'consumed', value: (entry) => entry.consumedTokens, alignRight: true },
  { key: 'left', value: (entry) => entry.tokensLeft, alignRight: true },
  { key: 'state', value: (entry) => entry.state },
  { key: 'account', value: (entry) => entry.accountId },
  { key: 'call', value: (entry) => entry.callId },
];
