import type { LedgerEntry, LedgerTotals, WorkClass } from '@smart-ingestor/contracts';
import { count } from '../output/words';

/** Adds up exactly the entries that were asked for, so that a column summed by hand agrees. */
export function totalsOf(entries: readonly LedgerEntry[]): LedgerTotals {
  const byClass = new Map<WorkClass, { requests: number; consumedTokens: number }>();
  for (const { workClass, consumedTokens } of entries) {
    const sum = byClass.get(workClass) ?? { requests: 0, consumedTokens: 0 };
    byClass.set(workClass, { requests: sum.requests + 1, consumedTokens: sum.consumedTokens + (consumedTokens ?? 0) });
  }
  return {
    requests: entries.length,
    consumedTokens: entries.reduce((sum, entry) => sum + (entry.consumedTokens ?? 0), 0),
    byClass: [...byClass].map(([workClass, sum]) => ({ workClass, ...sum })),
    openGrants: entries.filter((entry) => entry.state === 'open').length,
    forfeitedGrants: entries.filter((entry) => entry.state === 'forfeited').length,
  };
}

/** One line for people: `1,204 tokens in 310 requests: commit 900 in 40, …; open grants 0, forfeited 1`. */
export function totalsText(totals: LedgerTotals): string {
  const classes = totals.byClass.map((sum) => `${sum.workClass} ${sum.consumedTokens} in ${sum.requests}`).join(', ');
  const sum = `${count(totals.consumedTokens, 'token')} in ${count(totals.requests, 'request')}`;
  return `${sum}${classes === '' ? '' : `: ${classes}`}; open grants ${totals.openGrants}, forfeited ${totals.forfeitedGrants}`;
}
