import { VirtualClock } from '@smart-ingestor/conformance';
import { COST_MODEL, definePlugin, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import { accountFingerprint } from './account-fingerprint';
import { compose } from './compose';
import { openStore } from './open-store';
import { configFolder } from './testing/config-folder';

describe('openStore', () => {
  it('reads without a key what a composition wrote, and knows the tiers', async () => {
    const folder = configFolder({});
    const store = { options: { path: `${folder.path}/deals.db` } };
    const clock = new VirtualClock();
    const composition = await compose({ store, accounts: { main: { key: 'k' } } }, { env: {}, clock });
    const reading = { serverEndMs: clock.nowMs(), tokensLeft: 7, refillInMs: 9_000, refillPerMinute: 25, tokenFlowReduction: 0, tokensConsumed: 0 };
    await composition.ledger.observe(composition.account.id, reading);
    await composition.close();

    const access = await openStore({ store }, { env: {} });
    expect(await access.store.books.accounts()).toEqual([accountFingerprint('k')]);
    expect(await access.ledger.state(accountFingerprint('k'), clock.nowMs())).toMatchObject({ balanceTokens: 7, refillPerMinute: 25 });
    expect(access.tiersOf(accountFingerprint('k')).select(25).name).toBe('standard');
    await access.close();
    folder.remove();
  });

  it('respects a tier that the config pins for the account', async () => {
    const access = await openStore({ store: { use: 'memory' }, accounts: { main: { key: 'k', tier: 'low' } } }, { env: {} });
    expect(access.tiersOf(accountFingerprint('k')).select(25).name).toBe('low');
    expect(access.tiersOf('another').select(25).name).toBe('standard');
    await access.close();
  });

  it('builds policies that ask for the cost model, although nothing can be sent', async () => {
    const asking = definePlugin<TokenPolicy>({
      name: 'asking',
      slot: TOKEN_POLICY,
      useFactory: (_options, { resolve }) => ({ name: `asking ${typeof resolve(COST_MODEL).estimate}`, decide: () => ({ kind: 'allow' }) }),
    });
    const config = { store: { use: 'memory' }, tiers: { low: { tokenPolicy: { use: 'asking' } } } };
    const access = await openStore(config, { env: {}, plugins: [asking] });
    expect(access.tiersOf('anybody').select(5).tokenPolicy.name).toBe('asking function');
    await access.close();
  });
});
