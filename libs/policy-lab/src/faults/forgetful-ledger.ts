import type { DealStore, StoreCommit, TokenLedger } from '@smart-ingestor/contracts';

/** As if somebody had deleted the ledger's row of the account: nothing is known of the balance until the next reading comes in. */
export function forgetReading(store: DealStore & TokenLedger): void {
  let isForgotten = true;
  const [state, reserve] = [store.state.bind(store), store.reserve.bind(store)];
  const [observe, commit] = [store.observe.bind(store), store.commit.bind(store)];
  store.state = async (...asked) => (isForgotten ? null : state(...asked));
  store.reserve = async (request) => (isForgotten ? { kind: 'unknown' } : reserve(request));
  store.observe = async (...read) => {
    await observe(...read);
    isForgotten = false;
  };
  store.commit = async (of: StoreCommit) => {
    const outcome = await commit(of);
    if (of.settlement !== undefined) isForgotten = false;
    return outcome;
  };
}
