import type { RunSummary, StopReason } from '@smart-ingestor/contracts';
import { renderTable } from '../output/table';
import { count, durationText, tallyText } from '../output/words';

const STOPPED: Readonly<Record<StopReason, string>> = {
  'until-deals': 'enough deals (--until-deals)',
  for: 'time is up (--for)',
  once: 'one scan and its items are done (--once)',
  signal: 'asked to stop',
};

function clampText({ clampedUnits, plannedItems, sentItems }: RunSummary, why: string | null): string {
  if (clampedUnits === 0) return 'none';
  return `${count(clampedUnits, 'unit')}; planned ${plannedItems}, sent ${sentItems} items in all${why === null ? '' : `; ${why}`}`;
}

function limitText({ tokensSpent, refillLimitTokens }: RunSummary): string {
  if (refillLimitTokens === 0) return `${tokensSpent} of 0 tokens (opening balance + refill)`;
  return `${((100 * tokensSpent) / refillLimitTokens).toFixed(1)}% (${tokensSpent} of ${refillLimitTokens} tokens: opening balance + refill)`;
}

function dealsText({ dealsNew, dealsChanged, dealsRefreshed }: RunSummary): string {
  const refreshed = dealsRefreshed > 0 ? `, ${dealsRefreshed} refreshed` : '';
  return `${dealsNew} new, ${dealsChanged} changed${refreshed}`;
}

/** The end of a run for people. `clampedWhy` says on one unit why less was sent than planned. */
export function summaryText(summary: RunSummary, clampedWhy: string | null): string {
  const foreign = summary.foreignTokensPerMinute;
  const rows: readonly (readonly [string, string])[] = [
    ['stopped', `${STOPPED[summary.stopped]} after ${durationText(summary.elapsedMs)} of account time`],
    ['deals', dealsText(summary)],
    ['rejected', tallyText(summary.rejectedByReason)],
    ...(summary.itemsDead > 0 ? [['given up', count(summary.itemsDead, 'item')] as const] : []),
    ['tokens', `${summary.tokensSpent} in ${count(summary.requests, 'request')}: ${tallyText(summary.tokensByClass)}`],
    ['spent on', tallyText(summary.tokensByStage)],
    ...(foreign > 0 ? [['others', `${foreign.toFixed(1)} tokens/min were spent on this key by somebody else`] as const] : []),
    ['lowest balance', summary.lowestBalanceTokens === null ? 'no answer yet' : String(summary.lowestBalanceTokens)],
    ['waits', summary.waits === 0 ? 'none' : `${summary.waits}, ${durationText(summary.waitedMs)} in all`],
    ['clamped', clampText(summary, clampedWhy)],
    ['refill limit', limitText(summary)],
  ];
  const columns = [
    { key: 'run', value: ([name]: readonly [string, string]) => name },
    { key: 'summary', value: ([, text]: readonly [string, string]) => text },
  ];
  return `${renderTable(columns, rows)}\n`;
}
