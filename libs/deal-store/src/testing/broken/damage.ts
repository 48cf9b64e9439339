import type { CommitOutcome, DealStore, StoreCommit, TokenLedger } from '@smart-ingestor/contracts';

export type Store = DealStore & TokenLedger;

/** A store that breaks laws on purpose: what is wrong with it, how it comes about, and words that each law which must notice has for itself. */
export type Control = readonly [what: string, damage: (store: Store) => void, ...laws: readonly string[]];

type Method = (...args: readonly never[]) => unknown;

/** Puts another method in the place of an honest one. Through the port alone, so it works with any provider. */
export function patch<T extends object, K extends keyof T>(target: T, method: K, broken: (honest: T[K]) => T[K]): void {
  const honest = (target[method] as Method).bind(target);
  target[method] = broken(honest as T[K]);
}

/** A store that takes something else than it was asked to commit. */
export function asked(change: (commit: StoreCommit) => Partial<StoreCommit>): Control[1] {
  return (store) => patch(store, 'commit', (commit) => (wanted) => commit({ ...wanted, ...change(wanted) }));
}

/** A store that tells something else than it did. */
export function told(change: (outcome: CommitOutcome, commit: StoreCommit) => Partial<CommitOutcome>): Control[1] {
  return (store) =>
    patch(store, 'commit', (commit) => async (wanted) => {
      const outcome = await commit(wanted);
      return { ...outcome, ...change(outcome, wanted) };
    });
}
