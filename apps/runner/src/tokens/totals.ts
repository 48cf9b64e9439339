import type { ClassTotals, LedgerEntry, LedgerTotals } from '@smart-ingestor/contracts';
import { count } from '../output/words';

/** Adds up exactly the entries that were asked for, so that a column summed by hand agrees. */
export function totalsOf(entries: readonly LedgerEntry[]): LedgerTotals {
  const byClass = new Map<string, ClassTotals>();
  for (const { workClass, stage, consumedTokens } of entries) {
    const key = `${workClass} ${stage}`;
    const sum = byClass.get(key) ?? { workClass, stage, requests: 0, consumedTokens: 0 };
    byClass.set(key, { ...sum, requests: sum.requests + 1, consumedTokens: sum.consumedTokens + (consumedTokens ?? 0) });
  }
  return {
    requests: entries.length,
    consumedTokens: entries.reduce((sum, entry) => sum + (entry.consumedTokens ?? 0), 0),
    byClass: [...byClass.values()],
    openGrants: entries.filter((entry) => entry.state === 'open').length,
    forfeitedGrants: entries.filter((entry) => entry.state === 'forfeited').length,
  };
}

/** `scan page`, `discover peek`; `refresh`, not `refresh refresh`. */
function purposeText({ workClass, stage }: ClassTotals): string {
  return stage === workClass ? workClass : `${workClass} ${stage}`;
}

/** `1,204 tokens in 310 requests: discover commit 900 in 40, …`. */
export function spentText({ byClass, consumedTokens, requests }: LedgerTotals): string {
  const purposes = byClass.map((sum) => `${purposeText(sum)} ${sum.consumedTokens} in ${sum.requests}`).join(', ');
  const sum = `${count(consumedTokens, 'token')} in ${count(requests, 'request')}`;
  return `${sum}${purposes === '' ? '' : `: ${purposes}`}`;
}

/** One line for people: what was spent on what, and grants whose outcome is not known. */
export function totalsText(totals: LedgerTotals): string {
  return `${spentText(totals)}; open grants ${totals.openGrants}, forfeited ${totals.forfeitedGrants}`;
}
