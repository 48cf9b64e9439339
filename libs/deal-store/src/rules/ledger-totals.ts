import type { GrantState, LedgerTotals, Stage, WorkClass } from '@smart-ingestor/contracts';

/** Grants of one class, stage and state, summed. */
export interface GrantGroup {
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly state: GrantState;
  readonly grants: number;
  readonly consumedTokens: number;
}

/** What was cancelled never left, so it is no request. Classes and stages in the order of the alphabet. */
export function totalsOf(groups: readonly GrantGroup[]): LedgerTotals {
  const sent = groups.filter((group) => group.state !== 'cancelled' && group.grants > 0);
  const lanes = new Map(sent.map(({ workClass, stage }) => [`${workClass}/${stage}`, { workClass, stage }]));
  return {
    consumedTokens: sum(sent, 'consumedTokens'),
    requests: sum(sent, 'grants'),
    byClass: [...lanes.keys()].sort().map((lane) => {
      const { workClass, stage } = lanes.get(lane)!;
      const own = sent.filter((group) => group.workClass === workClass && group.stage === stage);
      return { workClass, stage, requests: sum(own, 'grants'), consumedTokens: sum(own, 'consumedTokens') };
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
