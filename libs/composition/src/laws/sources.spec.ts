import { ListStory } from '../testing/list-story';

const BOOKS = 283155;
const TOP = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Everything passes: what a list names is bought. */
const EVERYTHING = { use: 'deal-rules', options: { dropPercent: null, salesRank: null, salesRankDrops90: null, marginMinor: null } };
const NOTHING = {
  use: 'deal-rules',
  options: { unknown: 'reject', priceMinor: { max: 0 }, dropPercent: null, salesRank: null, salesRankDrops90: null, marginMinor: null },
};

interface Listed {
  readonly source: { use: string; options: Record<string, unknown> };
  /** What one pass over it costs. */
  readonly tokens: number;
  readonly asins: readonly string[];
}

/** Every list with what the simulator says that it holds. */
const LISTS: Readonly<Record<string, (story: ListStory) => Promise<Listed>>> = {
  'product-finder': async (story) => {
    const selection = { rootCategory: BOOKS, current_USED_lte: 3_000 };
    const { asinList } = await story.ask('/query', { domain: '1', selection: JSON.stringify({ ...selection, perPage: 50 }) });
    return { source: { use: 'product-finder', options: { selection, maxItems: 50 } }, tokens: 11, asins: asinList as string[] };
  },
  'asin-list': async (story) => {
    const { asinList } = await story.ask('/query', { domain: '1', selection: '{"title":"harbour"}' });
    const asins = (asinList as string[]).slice(0, TOP);
    return { source: { use: 'asin-list', options: { asins } }, tokens: 0, asins };
  },
  'best-sellers': async (story) => {
    const { bestSellersList } = await story.ask('/bestsellers', { domain: '1', category: String(BOOKS) });
    const { asinList } = bestSellersList as { asinList: string[] };
    return { source: { use: 'best-sellers', options: { category: BOOKS, top: TOP } }, tokens: 50, asins: asinList.slice(0, TOP) };
  },
  storefront: async (story) => {
    const sellers = await sellersOf(story);
    const asins = new Set<string>();
    for (const seller of sellers) {
      const answer = await story.ask('/seller', { domain: '1', seller, storefront: '1' });
      const { asinList } = (answer['sellers'] as Record<string, { asinList: string[] }>)[seller]!;
      for (const asin of asinList.slice(0, TOP)) asins.add(asin);
    }
    return { source: { use: 'storefront', options: { sellers, maxItems: TOP } }, tokens: 20, asins: [...asins] };
  },
  'lightning-deals': async (story) => {
    const { lightningDeals } = await story.ask('/lightningdeal', { domain: '1', state: 'AVAILABLE' });
    const asins = new Set((lightningDeals as { asin: string }[]).map(({ asin }) => asin));
    return { source: { use: 'lightning-deals', options: {} }, tokens: 500, asins: [...asins] };
  },
};

async function sellersOf(story: ListStory): Promise<string[]> {
  const { asinList } = await story.ask('/query', { domain: '1', selection: '{"productType":0}' });
  const { products } = await story.ask('/product', { domain: '1', asin: (asinList as string[]).slice(0, 5).join(','), offers: '20' });
  const ids = (products as { offers: { sellerId: string }[] | null }[]).flatMap(({ offers }) => (offers ?? []).map(({ sellerId }) => sellerId));
  return [...new Set(ids)].slice(0, 2);
}

/** A story about one list; its jobs know the list from a story like it, because the seeded market is the same. */
async function storyOf(
  name: string,
  job: object = {},
  options: ConstructorParameters<typeof ListStory>[1] = {},
): Promise<{ story: ListStory; listed: Listed }> {
  // At 400 products hardly a lightning deal is under way.
  const market = name === 'lightning-deals' ? { catalogueSize: 2_000, ...options } : options;
  const before = new ListStory({}, market);
  const listed = await LISTS[name]!(before);
  const story = new ListStory({ listed: { source: listed.source, filter: EVERYTHING, refreshWithin: false, ...job } }, market);
  return { story, listed };
}

describe.each(Object.keys(LISTS))('%s', (name) => {
  it('stores every product that it lists, with the prices that Keepa knows of it, for the price that Keepa charges', async () => {
    const { story, listed } = await storyOf(name);
    const summary = await story.run({ once: true });
    const deals = await story.deals();
    expect(listed.asins.length).toBeGreaterThan(2);
    expect(new Set(deals.map(({ asin }) => asin))).toEqual(new Set(listed.asins));
    for (const { title, rank, updatedMs, seenMs } of deals) {
      expect(title).not.toBe('');
      expect(rank).toBeGreaterThan(0);
      expect(updatedMs).toBeLessThanOrEqual(seenMs);
    }
    expect(deals.filter(({ price, avg90 }) => price !== null && avg90 !== null).length).toBeGreaterThan(deals.length / 2);
    expect([summary.tokensByStage.page ?? 0, summary.tokensByStage.peek]).toEqual([listed.tokens, listed.asins.length]);
    const { tokensCharged, rejected429, minBalance } = story.simulator.state();
    expect([tokensCharged, rejected429, minBalance! >= -180]).toEqual([summary.tokensSpent, 0, true]);
    expect(story.eventsOf('cost.bound-exceeded')).toEqual([]);
    await story.close();
  });

  it('read again buys nothing again: neither what was stored nor what was rejected', async () => {
    for (const filter of [EVERYTHING, NOTHING]) {
      const { story, listed } = await storyOf(name, { filter });
      await story.run({ once: true });
      const again = await story.run({ once: true });
      // Which deals run is another question an hour later; in the same minute the list is the same.
      expect(again.tokensByStage).toEqual(listed.tokens === 0 ? {} : { page: listed.tokens });
      expect(again.dealsNew).toBe(0);
      await story.close();
    }
  });

  it('is read once a day, and a rejected entry is looked at again after seven days, not before', async () => {
    const { story, listed } = await storyOf(name, { filter: NOTHING });
    const peeksAt = async (): Promise<number> => (await story.run({ forMs: HOUR_MS })).tokensByStage.peek ?? 0;
    const passes = (): number => story.eventsOf('page.scanned').filter(({ passComplete }) => passComplete).length;
    expect(await peeksAt()).toBe(listed.asins.length);
    story.clock.advance(22 * HOUR_MS);
    await peeksAt();
    expect(passes()).toBe(1);
    story.clock.advance(HOUR_MS);
    await peeksAt();
    expect(passes()).toBe(2);
    // Of the others another product is on the list a week later.
    if (name !== 'asin-list' && name !== 'storefront') return story.close();
    story.clock.advance(5 * DAY_MS);
    expect(await peeksAt()).toBe(0);
    story.clock.advance(2 * DAY_MS);
    expect(await peeksAt()).toBe(listed.asins.length);
    return story.close();
  });
});

describe('on a slow plan', () => {
  it.each(['product-finder', 'asin-list', 'best-sellers', 'storefront'])('%s is bought within the floor, and nothing is refused', async (name) => {
    const { story, listed } = await storyOf(name, {}, { refillPerMinute: 5, openingBalance: 10 });
    await story.run({ once: true });
    const { minBalance, rejected429 } = story.simulator.state();
    expect([(await story.deals()).length, rejected429]).toEqual([listed.asins.length, 0]);
    expect(minBalance).toBeGreaterThanOrEqual(-180);
    await story.close();
  });

  it('lightning deals are saved for from 6 tokens a minute on, and refused below before a token is spent', async () => {
    const { story } = await storyOf('lightning-deals', {}, { refillPerMinute: 6, openingBalance: 10 });
    await story.run({ untilDeals: 1 });
    expect(story.simulator.state()).toMatchObject({ rejected429: 0, minBalance: expect.any(Number) as number });
    expect(story.simulator.state().minBalance).toBeGreaterThanOrEqual(-180);
    await story.close();
    const poor = (await storyOf('lightning-deals', {}, { refillPerMinute: 5, openingBalance: 10 })).story;
    await expect(poor.run({ once: true })).rejects.toThrow(expect.objectContaining({ code: 'UNAFFORDABLE_REQUEST' }));
    expect(poor.simulator.state().tokensCharged).toBe(0);
    await poor.close();
  });

  it('a list is read no oftener than the share of the scans affords', async () => {
    // 50 tokens at 1 a minute and a scan share of 0.2: every 250 minutes, although every hour is wanted.
    const { story } = await storyOf(
      'best-sellers',
      { filter: NOTHING, source: { use: 'best-sellers', options: { category: BOOKS, top: 1, every: '1h' } } },
      { refillPerMinute: 1 },
    );
    await story.run({ forMs: DAY_MS });
    expect(story.eventsOf('page.scanned').length).toBe(6);
    await story.close();
  });
});

describe('two lists that overlap', () => {
  // Two requests under way at once may name the same ASIN: what is not yet stored is not yet shared.
  it('buy every product once, whichever of them is first, where one request is under way at a time', async () => {
    const { listed } = await storyOf('best-sellers');
    const half = { use: 'asin-list', options: { asins: listed.asins.slice(0, TOP / 2) } };
    const job = { filter: EVERYTHING, refreshWithin: false as const };
    const story = new ListStory({ all: { ...job, source: listed.source }, half: { ...job, source: half } }, {}, { maxRequestsInFlight: 1 });
    await story.run({ once: true });
    const bought = story.eventsOf('deal.stored').map(({ asin }) => asin);
    expect([...bought].sort()).toEqual([...listed.asins].sort());
    await story.close();
  });
});
