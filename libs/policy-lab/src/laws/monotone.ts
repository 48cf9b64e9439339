import type { Violation } from './violation';

/** A run that differs from its neighbours in one thing only: how much refill, or how large an opening balance, it had. */
export interface Throughput {
  readonly name: string;
  readonly refillPerMinute: number;
  readonly openingTokens: number;
  /** Tokens of settled requests less the debt at the end. */
  readonly usefulTokens: number;
  readonly worstUnitTokens: number;
}

/** I12: on paired seeds, useful tokens never fall by more than one worst-case unit when refill or opening balance rises. */
export function monotoneViolations(runs: readonly Throughput[]): Violation[] {
  const ascending = [...runs].sort((a, b) => a.refillPerMinute - b.refillPerMinute || a.openingTokens - b.openingTokens);
  return ascending.slice(1).flatMap((richer, index) => {
    const poorer = ascending[index]!;
    const allowed = Math.max(poorer.worstUnitTokens, richer.worstUnitTokens);
    if (richer.usefulTokens >= poorer.usefulTokens - allowed) return [];
    return [
      {
        law: 'I12',
        message: `${richer.name} used ${richer.usefulTokens} tokens, the poorer ${poorer.name} ${poorer.usefulTokens} (allowed: ${allowed} less)`,
      },
    ];
  });
}
