import {
  CLOCK,
  COST_MODEL,
  DEAL_STORE,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  PROVIDER_OPTIONS,
  type Resolver,
  StoreUnusableError,
  TOKEN_LEDGER,
  TOKEN_POLICY,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { problemsOf } from '../testing/config-folder';
import { Providers } from './providers';

const nothing = () => undefined;
/** What has the methods of every port, and does nothing. */
const FITTING = {
  ...{ decide: nothing, estimate: nothing, observe: nothing, exchange: nothing, open: nothing, commit: nothing, close: nothing },
  ...{ send: nothing, readTokens: nothing, problemsOf: nothing },
};

@injectable()
class Exchange {
  static built = 0;
  readonly exchange = nothing;
  constructor(@inject(PROVIDER_OPTIONS) readonly options: unknown) {
    Exchange.built += 1;
  }
}

@injectable()
class Transport {
  readonly send = nothing;
  readonly readTokens = nothing;
  readonly problemsOf = nothing;
  constructor(
    @inject(KEEPA_EXCHANGE) readonly exchange: Exchange,
    @inject(PROVIDER_OPTIONS) readonly options: unknown,
  ) {}
}

describe('the providers of one account', () => {
  it('are built once, when they are first asked for, each with its own options', () => {
    Exchange.built = 0;
    const providers = new Providers();
    providers.fill({ name: 'transport', slot: KEEPA_TRANSPORT, useClass: Transport }, { of: 'transport' });
    providers.fill({ name: 'exchange', slot: KEEPA_EXCHANGE, useClass: Exchange }, { of: 'exchange' });
    expect(Exchange.built).toBe(0);
    const transport = providers.resolve<unknown>(KEEPA_TRANSPORT) as Transport;
    expect([transport.options, transport.exchange.options]).toEqual([{ of: 'transport' }, { of: 'exchange' }]);
    expect(providers.container.createChildContainer().resolve(KEEPA_EXCHANGE)).toBe(transport.exchange);
    expect(Exchange.built).toBe(1);
    expect(providers.container.isRegistered(PROVIDER_OPTIONS)).toBe(false);
  });

  it('come by class, factory or value', () => {
    const providers = new Providers();
    const value = { handedIn: true };
    providers.fill({ name: 'v', slot: CLOCK, useValue: value }, {});
    providers.fill(
      {
        name: 'f',
        slot: COST_MODEL,
        useFactory: (options: { readonly n: number }, { resolve }) => ({ ...FITTING, n: options.n, clock: resolve(CLOCK) }),
      },
      { n: 4 },
    );
    expect(providers.resolve<unknown>(CLOCK)).toBe(value);
    expect(providers.resolve<unknown>(COST_MODEL)).toMatchObject({ n: 4, clock: value });
  });

  it('may fill further slots with the same object', () => {
    const providers = new Providers();
    providers.fill({ name: 'store', slot: DEAL_STORE, alsoFills: [TOKEN_LEDGER], useFactory: () => ({ ...FITTING }) }, {});
    expect(providers.resolve<unknown>(TOKEN_LEDGER)).toBe(providers.resolve<unknown>(DEAL_STORE));
  });

  it('never fill a slot twice, and name both who tried', async () => {
    const providers = new Providers();
    providers.fill({ name: 'transport', slot: KEEPA_TRANSPORT, alsoFills: [COST_MODEL], useFactory: () => ({ ...FITTING }) }, {});
    expect(await problemsOf(() => providers.fill({ name: 'prices', slot: COST_MODEL, useFactory: () => ({ ...FITTING }) }, {}))).toEqual([
      `plugins (code): cost-model is filled twice, by plugin 'transport' and by plugin 'prices'. Configure one of them. [PLUGIN_SLOT_FILLED_TWICE]`,
    ]);
  });

  it('name every gap', async () => {
    const providers = new Providers();
    providers.fillWithValue(CLOCK, { nowMs: () => 0, sleep: () => Promise.resolve() }, 'the clock');
    expect(await problemsOf(() => providers.assertFilled([CLOCK, KEEPA_TRANSPORT, TOKEN_LEDGER]))).toEqual([
      'plugins (code): there is no keepa-transport: nothing fills it. Hand in a plugin for keepa-transport, or do without it. [PLUGIN_DEPENDENCY_MISSING]',
      'plugins (code): there is no token-ledger: nothing fills it. Hand in a plugin for token-ledger, or do without it. [PLUGIN_DEPENDENCY_MISSING]',
    ]);
  });

  it('say which plugin has a class that tsyringe cannot build', async () => {
    class Undecorated {
      constructor(readonly options: unknown) {}
    }
    const providers = new Providers();
    const [problem] = await problemsOf(() =>
      providers.build({ name: 'mine', slot: TOKEN_POLICY, useClass: Undecorated }, {}, 'tiers.low.tokenPolicy'),
    );
    expect(problem).toBe(
      `tiers.low.tokenPolicy: plugin 'mine' for token-policy cannot be built: TypeInfo not known for "Undecorated". Its class must be @injectable(), ` +
        'with @inject(SLOT) on every parameter, and of the one installed tsyringe (npm ls tsyringe). [PLUGIN_BUILD_FAILED]',
    );
  });

  it('say which plugin throws while it is built, and pass on an error of ours as it is', async () => {
    @injectable()
    class Broken {
      constructor() {
        throw new TypeError('broken inside');
      }
    }
    const broken = { name: 'b', slot: TOKEN_POLICY, useClass: Broken };
    expect(await problemsOf(() => new Providers().build(broken, {}, 'tiers.low.tokenPolicy'))).toEqual([
      `tiers.low.tokenPolicy: plugin 'b' for token-policy throws while it is built: broken inside. Correct the plugin, or its options in the config. [PLUGIN_BUILD_FAILED]`,
    ]);
    const unusable = () => {
      throw new StoreUnusableError('from a newer version');
    };
    expect(() => new Providers().build({ name: 's', slot: DEAL_STORE, useFactory: unusable }, {})).toThrow(StoreUnusableError);
  });

  it('name every provider of a cycle, through factories and classes alike', async () => {
    @injectable()
    class NeedsPrices extends Transport {
      constructor(@inject(COST_MODEL) readonly prices: unknown) {
        super(undefined as never, prices);
      }
    }
    const providers = new Providers();
    providers.fill({ name: 'mine', slot: KEEPA_TRANSPORT, useClass: NeedsPrices }, {}, 'accounts.main.transport');
    providers.fill(
      { name: 'prices', slot: COST_MODEL, useFactory: (_: never, { resolve }) => ({ ...FITTING, transport: resolve(KEEPA_TRANSPORT) }) },
      {},
    );
    const chain = (...links: string[]) =>
      `providers need each other while they are built: ${links.join(' → ')}. Let one of them resolve the other when it is first used, or do without it. [PLUGIN_CYCLE]`;
    expect(await problemsOf(() => providers.resolve(KEEPA_TRANSPORT))).toEqual([
      `accounts.main.transport: ${chain("keepa-transport ('mine')", "cost-model ('prices')", "keepa-transport ('mine')")}`,
    ]);
    // From the other end it is the same cycle: one problem, not two.
    expect(await problemsOf(() => providers.resolve(COST_MODEL))).toEqual(await problemsOf(() => providers.resolve(KEEPA_TRANSPORT)));
  });

  it('say what a provider asks for that is not there, be it a factory or a class', async () => {
    const asking = { name: 'asking', slot: TOKEN_POLICY, useFactory: (_: never, { resolve }: Resolver) => resolve(COST_MODEL) };
    const cure = 'Hand in a plugin for cost-model, or do without it. [PLUGIN_DEPENDENCY_MISSING]';
    expect(await problemsOf(() => new Providers().build(asking, {}, 'tiers.low.tokenPolicy'))).toEqual([
      `tiers.low.tokenPolicy: there is no cost-model: plugin 'asking' asks for it, and nothing fills it. ${cure}`,
    ]);
    @injectable()
    class Asking {
      constructor(@inject(COST_MODEL) readonly prices: unknown) {}
    }
    expect(await problemsOf(() => new Providers().build({ ...asking, useFactory: undefined, useClass: Asking }, {}))).toEqual([
      `plugins (code): there is no cost-model: the class of plugin 'asking' asks for it, and nothing fills it. ${cure}`,
    ]);
  });

  it('have the methods of their port, and are no promise of them', async () => {
    const policy = (made: unknown) => new Providers().build({ name: 'p', slot: TOKEN_POLICY, useFactory: () => made }, {});
    expect(() => policy({ decide: nothing })).not.toThrow();
    expect(await problemsOf(() => policy({ plan: nothing }))).toEqual([
      expect.stringMatching(/plugin 'p' gives something without decide\(\), which is no token-policy.*PLUGIN_INVALID/),
    ]);
    expect(await problemsOf(() => policy(Promise.resolve({ decide: nothing })))).toEqual([expect.stringMatching(/gives a promise.*synchronously/)]);
  });

  it('are closed in reverse order of construction; what was handed in stays open', async () => {
    const closed: string[] = [];
    const closable = (name: string) => ({ ...FITTING, name, close: () => void closed.push(name) });
    const providers = new Providers();
    providers.fillWithValue<unknown>(CLOCK, closable('handed in'), 'the clock');
    providers.fill({ name: 'value', slot: TOKEN_POLICY, useValue: closable('value') }, {});
    // Registered first, built last: construction counts.
    providers.fill(
      { name: 'transport', slot: KEEPA_TRANSPORT, useFactory: (_: never, { resolve }) => (resolve(KEEPA_EXCHANGE), closable('transport')) },
      {},
    );
    providers.fill({ name: 'exchange', slot: KEEPA_EXCHANGE, useFactory: () => closable('exchange') }, {});
    providers.fill({ name: 'store', slot: DEAL_STORE, alsoFills: [TOKEN_LEDGER], useFactory: () => closable('store') }, {});
    for (const slot of [CLOCK, TOKEN_POLICY, DEAL_STORE, TOKEN_LEDGER, KEEPA_TRANSPORT]) providers.container.resolve(slot);
    await providers.shutdown.close();
    await providers.shutdown.close();
    expect(closed).toEqual(['transport', 'exchange', 'store']);
  });

  it('are all closed even if one of them fails, and the failure is told', async () => {
    const closed: string[] = [];
    const providers = new Providers();
    const plugin = (name: string, close: () => unknown) => ({ name, slot: TOKEN_POLICY, useFactory: () => ({ ...FITTING, close }) });
    providers.build(
      plugin('a', () => void closed.push('a')),
      {},
    );
    providers.build(
      plugin('b', () => Promise.reject(new Error('b cannot'))),
      {},
    );
    await expect(providers.shutdown.close()).rejects.toThrow('b cannot');
    expect(closed).toEqual(['a']);
    providers.build(
      plugin('c', () => Promise.reject(new Error('c cannot'))),
      {},
    );
    providers.build(
      plugin('d', () => Promise.reject(new Error('d cannot'))),
      {},
    );
    await expect(providers.shutdown.close()).rejects.toMatchObject({ errors: [new Error('d cannot'), new Error('c cannot')] });
  });

  it('of an account are closed before those that it shares with others', async () => {
    const closed: string[] = [];
    const plugin = (name: string, slot: symbol) => ({ name, slot, useFactory: () => ({ ...FITTING, close: () => void closed.push(name) }) });
    const shared = new Providers();
    shared.fill({ ...plugin('store', DEAL_STORE), alsoFills: [TOKEN_LEDGER] }, {});
    shared.resolve(DEAL_STORE);
    const [one, two] = [new Providers(shared), new Providers(shared)];
    for (const [name, account] of Object.entries({ one, two })) {
      account.fill(plugin(name, KEEPA_EXCHANGE), {});
      account.resolve(KEEPA_EXCHANGE);
      expect(account.resolve<unknown>(DEAL_STORE)).toBe(shared.resolve<unknown>(DEAL_STORE));
    }
    expect(one.resolve<unknown>(KEEPA_EXCHANGE)).not.toBe(two.resolve<unknown>(KEEPA_EXCHANGE));
    await shared.shutdown.close();
    expect(closed).toEqual(['two', 'one', 'store']);
  });
});
