import { PROVIDER_OPTIONS, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { DeficitLimit } from './deficit-limit';
import { NoDebt } from './no-debt';
import { deficitLimitPlugin, noDebtPlugin, unlimitedPlugin } from './plugin';
import { Unlimited } from './unlimited';

describe('The plugins of the token policies', () => {
  it.each([
    { plugin: deficitLimitPlugin, useClass: DeficitLimit },
    { plugin: noDebtPlugin, useClass: NoDebt },
    { plugin: unlimitedPlugin, useClass: Unlimited },
  ])('resolve $plugin.name from a container', ({ plugin, useClass }) => {
    const child = container.createChildContainer();
    child.registerInstance<unknown>(PROVIDER_OPTIONS, { maxDeficitTokens: 180 });
    child.register<TokenPolicy>(TOKEN_POLICY, { useClass });
    expect(plugin).toMatchObject({ slot: TOKEN_POLICY, useClass });
    expect(child.resolve<TokenPolicy>(TOKEN_POLICY).name).toBe(plugin.name);
  });
});
