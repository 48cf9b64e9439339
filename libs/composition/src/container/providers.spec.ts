import {
  CLOCK,
  COST_MODEL,
  DEAL_STORE,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  PROVIDER_OPTIONS,
  TOKEN_LEDGER,
  TOKEN_POLICY,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { problemsOf } from '../testing/config-folder';
import { Providers } from './providers';

@injectable()
class Exchange {
  static built = 0;
  constructor(@inject(PROVIDER_OPTIONS) readonly options: unknown) {
    Exchange.built += 1;
  }
}

@injectable()
class Transport {
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
      { name: 'f', slot: COST_MODEL, useFactory: (options: { readonly n: number }, { resolve }) => ({ n: options.n, clock: resolve(CLOCK) }) },
      { n: 4 },
    );
    expect(providers.resolve<unknown>(CLOCK)).toBe(value);
    expect(providers.resolve<unknown>(COST_MODEL)).toEqual({ n: 4, clock: value });
  });

  it('may fill further slots with the same object', () => {
    const providers = new Providers();
    providers.fill({ name: 'store', slot: DEAL_STORE, alsoFills: [TOKEN_LEDGER], useFactory: () => ({}) }, {});
    expect(providers.resolve<unknown>(TOKEN_LEDGER)).toBe(providers.resolve<unknown>(DEAL_STORE));
  });

  it('never fill a slot twice, and name both who tried', async () => {
    const providers = new Providers();
    providers.fill({ name: 'transport', slot: KEEPA_TRANSPORT, alsoFills: [COST_MODEL], useFactory: () => ({}) }, {});
    expect(await problemsOf(() => providers.fill({ name: 'prices', slot: COST_MODEL, useFactory: () => ({}) }, {}))).toEqual([
      `cost-model is filled twice, by plugin 'transport' and by plugin 'prices': configure one of them.`,
    ]);
  });

  it('name every gap', async () => {
    const providers = new Providers();
    providers.fillWithValue(CLOCK, { nowMs: () => 0, sleep: () => Promise.resolve() }, 'the clock');
    expect(await problemsOf(() => providers.assertFilled([CLOCK, KEEPA_TRANSPORT, TOKEN_LEDGER]))).toEqual([
      'Nothing fills keepa-transport: hand in a plugin for it.',
      'Nothing fills token-ledger: hand in a plugin for it.',
    ]);
  });

  it('say which plugin has a class that tsyringe cannot build', async () => {
    class Undecorated {
      constructor(readonly options: unknown) {}
    }
    const providers = new Providers();
    const [problem] = await problemsOf(() => providers.build({ name: 'mine', slot: TOKEN_POLICY, useClass: Undecorated }, {}));
    expect(problem).toMatch(
      /^plugin 'mine' for token-policy cannot be built: .*Undecorated.* Its class must be @injectable\(\), with @inject\(SLOT\) on every parameter\.$/,
    );
  });

  it('pass on what a constructor itself throws', () => {
    @injectable()
    class Broken {
      constructor() {
        throw new TypeError('broken inside');
      }
    }
    expect(() => new Providers().build({ name: 'b', slot: TOKEN_POLICY, useClass: Broken }, {})).toThrow('broken inside');
  });

  it('are closed in reverse order of construction; what was handed in stays open', async () => {
    const closed: string[] = [];
    const closable = (name: string) => ({ name, close: () => void closed.push(name) });
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
    const plugin = (name: string, close: () => unknown) => ({ name, slot: TOKEN_POLICY, useFactory: () => ({ close }) });
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
});
