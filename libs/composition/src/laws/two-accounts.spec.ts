import { VirtualClock } from '@smart-ingestor/conformance';
import { type IngestionEvent, KeyRefusedError, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { composeAll } from '../compose';
import { defineConfig } from '../config/config-schema';
import type { AccountOutcome } from '../fleet';

const MINUTE_MS = 60_000;
const RUN_MS = 45 * MINUTE_MS;
const BIG = { refillPerMinute: 25 };

interface Server {
  readonly refillPerMinute: number;
  /** What Keepa accepts; the config says `<name>-key`. */
  readonly acceptedKey?: string;
  /** So many requests answer 429, whatever the balance. */
  readonly storm429Requests?: number;
}

interface Story {
  readonly outcomes: Readonly<Record<string, AccountOutcome>>;
  readonly books: Readonly<Record<string, ReturnType<KeepaSimulator['state']>>>;
  readonly policies: Readonly<Record<string, string>>;
  readonly events: readonly IngestionEvent[];
}

/** One process, one store, an account and a simulator for each name. */
async function together(servers: Readonly<Record<string, Server>>): Promise<Story> {
  const clock = new VirtualClock();
  const names = Object.keys(servers);
  const simulators = Object.fromEntries(
    Object.entries(servers).map(([name, { refillPerMinute, acceptedKey = `${name}-key`, storm429Requests = 0 }]) => [
      name,
      new KeepaSimulator({ clock, refillPerMinute, openingBalance: 0, key: acceptedKey, faults: { storm429Requests } }),
    ]),
  );
  const config = defineConfig({
    accounts: Object.fromEntries(names.map((name) => [name, { key: `${name}-key` }])),
    tiers: { standard: { tokenPolicy: { use: 'no-debt' } } },
    store: { use: 'memory' },
  });
  const events: IngestionEvent[] = [];
  const fleet = await composeAll(config, {
    clock,
    exchanges: Object.fromEntries(names.map((name) => [name, simulatorExchange(simulators[name]!, `${name}-key`)])),
    listeners: [{ on: (event) => void events.push(event) }],
  });
  const outcomes = await clock.runUntil(fleet.run({ forMs: RUN_MS }), 4 * RUN_MS);
  const policies = fleet.accounts.map(({ account, container }) => [account.name, container.resolve<TokenPolicy>(TOKEN_POLICY).name]);
  await fleet.close();
  return {
    outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome.account.name, outcome])),
    books: Object.fromEntries(Object.entries(simulators).map(([name, simulator]) => [name, simulator.state()])),
    policies: Object.fromEntries(policies) as Record<string, string>,
    events,
  };
}

describe('two accounts of different tiers in one process, on one store', () => {
  let story: Story;
  beforeAll(async () => {
    story = await together({ small: { refillPerMinute: 5 }, big: BIG });
    // Some seconds on a quiet machine; a busy one must not fail it.
  }, 300_000);

  it('are each in the tier of their own plan', () => {
    expect(story.policies).toEqual({ small: 'deficit-limit', big: 'no-debt' });
  });

  it('hold both floors, and neither is ever refused', () => {
    const floors = Object.values(story.books).map(({ minBalance, rejected429 }) => ({
      holds: minBalance !== null && minBalance >= -180,
      rejected429,
    }));
    expect(floors).toEqual([
      { holds: true, rejected429: 0 },
      { holds: true, rejected429: 0 },
    ]);
  });

  it.each([
    ['small', 5],
    ['big', 25],
  ])('spend the whole plan each: %s', (name, refillPerMinute) => {
    const { summary } = story.outcomes[name]!;
    expect(summary!.tokensSpent).toBe(story.books[name]!.tokensCharged);
    expect(summary!.tokensSpent).toBeGreaterThan(0.9 * refillPerMinute * (RUN_MS / MINUTE_MS) - 40);
  });

  it('never buy one deal twice', () => {
    const stored = story.events.flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : []));
    expect(stored.length).toBeGreaterThan(20);
    expect(new Set(stored).size).toBe(stored.length);
  });
});

describe('an account in trouble beside a good one', () => {
  let alone: Story;
  beforeAll(async () => {
    alone = await together({ big: BIG });
    expect(alone.outcomes.big!.summary!.tokensSpent).toBeGreaterThan(0.9 * BIG.refillPerMinute * (RUN_MS / MINUTE_MS) - 40);
  }, 300_000);

  it('ends alone with its error where its key is refused, and leaves the other at full speed', async () => {
    const beside = await together({ wrong: { ...BIG, acceptedKey: 'another' }, big: BIG });
    expect(beside.outcomes.wrong).toMatchObject({ summary: null, error: expect.any(KeyRefusedError) as KeyRefusedError });
    expect(beside.books.wrong!.tokensCharged).toBe(0);
    expect(beside.outcomes.big!.summary!.tokensSpent).toBe(alone.outcomes.big!.summary!.tokensSpent);
    expect(beside.outcomes.big!.summary!.dealsNew).toBe(alone.outcomes.big!.summary!.dealsNew);
  }, 300_000);

  it('waits alone through a storm of 429, and leaves the other at full speed', async () => {
    const beside = await together({ stormy: { refillPerMinute: 5, storm429Requests: 10_000 }, big: BIG });
    expect(beside.books.stormy!.rejected429).toBeGreaterThan(5);
    expect(beside.books.stormy!.tokensCharged).toBe(0);
    expect(beside.books.big!.rejected429).toBe(0);
    expect(beside.outcomes.big!.summary!.tokensSpent).toBeGreaterThanOrEqual(0.95 * alone.outcomes.big!.summary!.tokensSpent);
  }, 300_000);
});
