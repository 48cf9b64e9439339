import type { GrantState, LedgerTotals, WorkClass } from '@smart-ingestor/contracts';

/** Grants of one class and state, summed. */
export interface GrantGroup {
  readonly workClass: WorkClass;
  readonly state: GrantState;
  readonly grants: number;
  readonly consumedTokens: number;
}

/** What was cancelled never left, so it is no request. Classes in the order of the alphabet. */
export function totalsOf(groups: readonly GrantGroup[]): LedgerTotals {
  const sent = groups.filter((group) => group.state !== 'cancelled');
  const classes = [...new Set(sent.map((group) => group.workClass))].sort();
  return {
    consumedTokens: sum(sent, 'consumedTokens'),
    requests: sum(sent, 'grants'),
    byClass: classes.map((workClass) => {
      const own = sent.filter((group) => group.workClass === workClass);
      return { workClass, requests: sum(own, 'grants'), consumedTokens: sum(own, 'consumedTokens') };
    }),
    openGrants: sum(
      groups.filter((group) => group.state === 'open'),
      'grants',
    ),
    forfeitedGrants: sum(
      groups.filter((group) => group.state === 'forfeited'),
      'grants',
    ),
  };
}

function sum(groups: readonly GrantGroup[], of: 'grants' | 'consumedTokens'): number {
  return groups.reduce((total, group) => total + group[of], 0);
}
