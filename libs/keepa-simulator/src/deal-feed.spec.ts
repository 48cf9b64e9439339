import { type DealRow, SimulatedAccount } from './testing/simulated-account';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const USED = 2;
/** 60 rows or so of the mission's selection a page would hide every move between pages: this one fills several. */
const WIDE = { deltaPercentRange: [-1_000, 99], includeCategories: [] };
const wide = (): SimulatedAccount => new SimulatedAccount({ catalogueSize: 900, refillPerMinute: 1_000 });
const nowMinute = (account: SimulatedAccount): number => Math.floor(account.clock.nowMs() / MINUTE_MS) - 21_564_000;
const asinsOf = (rows: readonly DealRow[]): string[] => rows.map(({ asin }) => asin);

describe('the feed in time', () => {
  it('holds only what was updated in the last 12 hours', async () => {
    const account = wide();
    for (let day = 0; day < 2; day += 1) {
      const ages = (await account.allRows(WIDE)).map(({ lastUpdate }) => nowMinute(account) - lastUpdate);
      expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ages)).toBeLessThan(720);
      expect(Math.max(...ages)).toBeGreaterThan(600);
      account.clock.advance(24 * HOUR_MS);
    }
  });

  it('has rows enter, leave and move to other pages, and is another one after half a day', async () => {
    const account = wide();
    const pages = async (): Promise<Map<string, number>> =>
      new Map((await account.allRows(WIDE)).map(({ asin }, place) => [asin, Math.floor(place / 150)]));
    const before = await pages();
    account.clock.advance(2 * HOUR_MS);
    const after = await pages();
    expect([...after.keys()].filter((asin) => !before.has(asin)).length).toBeGreaterThan(5);
    expect([...before.keys()].filter((asin) => !after.has(asin)).length).toBeGreaterThan(5);
    expect([...after].filter(([asin, page]) => before.has(asin) && before.get(asin) !== page).length).toBeGreaterThan(5);
  });

  it('repeats no row within one pass, and fills every page but the last', async () => {
    const account = wide();
    const all = asinsOf(await account.allRows(WIDE));
    expect(all.length).toBeGreaterThan(450);
    expect(new Set(all).size).toBe(all.length);
    expect(await account.rows({ ...WIDE, page: 1 })).toHaveLength(150);
  });

  it('stands still for the 2 minutes for which Keepa caches a query', async () => {
    const account = wide();
    const page = async (): Promise<string> => JSON.stringify((await account.deal(WIDE)).body['deals']);
    // Updates fall on even minutes: from an odd one on, a query that is not cached would see the next.
    account.clock.advance(MINUTE_MS);
    let [stood, moved] = [0, 0];
    for (let asked = 0; asked < 10; asked += 1) {
      const first = await page();
      account.clock.advance(2 * MINUTE_MS - 1);
      if ((await page()) === first) stood += 1;
      account.clock.advance(1);
      if ((await page()) !== first) moved += 1;
    }
    expect([stood, moved > 1]).toEqual([10, true]);
  });

  it('shows a row as of its last update until it is updated again', async () => {
    const account = wide();
    const before = new Map((await account.allRows(WIDE)).map((row) => [row.asin, row]));
    account.clock.advance(3 * HOUR_MS);
    let unchanged = 0;
    for (const row of await account.allRows(WIDE)) {
      const earlier = before.get(row.asin);
      if (earlier?.lastUpdate !== row.lastUpdate) continue;
      expect(row).toEqual(earlier);
      unchanged += 1;
    }
    expect(unchanged).toBeGreaterThan(50);
  });
});

describe('the order of the feed', () => {
  const RANKED = { ...WIDE, dateRange: 3 };
  const KEYS: Readonly<Record<number, (row: DealRow) => number>> = {
    1: ({ creationDate }) => -creationDate,
    2: ({ delta }) => -delta[3]![USED]!,
    3: ({ current }) => current[3]!,
    4: ({ deltaPercent }) => -deltaPercent[3]![USED]!,
  };
  it.each([
    [1, 'newest first', 1],
    [-1, 'newest first too: deal age cannot be inverted', 1],
    [2, 'largest fall first', 1],
    [-2, 'smallest fall first', -1],
    [3, 'best rank first', 1],
    [-3, 'worst rank first', -1],
    [4, 'largest percentage first', 1],
    [-4, 'smallest percentage first', -1],
  ])('with sortType %i is %s', async (sortType, _, direction) => {
    const rows = await new SimulatedAccount().rows({ ...RANKED, sortType });
    const keys = rows.map((row) => direction * KEYS[Math.abs(sortType)]!(row));
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
    expect(new Set(keys).size).toBeGreaterThan(20);
  });
});

describe('a filter of the selection', () => {
  const OPEN = 2_147_483_647;
  const [RANK, RATING] = [3, 16];
  const within = (value: number, [min, max]: readonly [number, number]): boolean => value >= min && value <= max;
  /** What `selection` returns is what the unfiltered feed holds and `isMeant` says; and it is neither all of it nor nothing. */
  async function expectMeant(selection: Record<string, unknown>, isMeant: (row: DealRow) => boolean): Promise<void> {
    const account = new SimulatedAccount();
    const all = await account.allRows(WIDE);
    const meant = asinsOf(all.filter(isMeant));
    expect(asinsOf(await account.allRows({ ...WIDE, ...selection }))).toEqual(meant);
    expect(meant.length).toBeGreaterThan(0);
    expect(meant.length).toBeLessThan(all.length);
  }

  it('currentRange limits the current price', () =>
    expectMeant({ currentRange: [2_000, 5_000] }, ({ current }) => within(current[USED]!, [2_000, 5_000])));
  it('deltaRange limits the fall', () => expectMeant({ deltaRange: [300, 2_000] }, ({ delta }) => within(delta[3]![USED]!, [300, 2_000])));
  it('deltaPercentRange limits the fall in percent', () =>
    expectMeant({ deltaPercentRange: [10, OPEN] }, ({ deltaPercent }) => deltaPercent[3]![USED]! >= 10));
  it('salesRankRange limits the rank', () =>
    expectMeant({ salesRankRange: [50_000, 400_000] }, ({ current }) => within(current[RANK]!, [50_000, 400_000])));
  it('salesRankRange with -1 is open above', () => expectMeant({ salesRankRange: [400_000, -1] }, ({ current }) => current[RANK]! >= 400_000));
  it('minRating limits the rating', () => expectMeant({ minRating: 45 }, ({ current }) => current[RATING]! >= 45));
  it('titleSearch wants every word, whatever its case', () =>
    expectMeant({ titleSearch: 'bOOk THE' }, ({ title }) => /book/i.test(title) && /the/i.test(title)));
  it('includeCategories takes a root with all below it', () => expectMeant({ includeCategories: [283155] }, ({ rootCat }) => rootCat === 283155));
  it('excludeCategories takes a root out', () => expectMeant({ excludeCategories: [283155] }, ({ rootCat }) => rootCat !== 283155));
  it('includeCategories takes a sub category that is named directly', async () => {
    const [{ categories }] = (await new SimulatedAccount().rows(WIDE)) as [DealRow];
    await expectMeant({ includeCategories: [categories[0]!] }, (row) => row.categories.includes(categories[0]!));
  });

  it('does nothing while its switch is off', async () => {
    const account = new SimulatedAccount();
    const all = (await account.allRows(WIDE)).length;
    const ranges = { currentRange: [2_000, 5_000], deltaRange: [300, 2_000], salesRankRange: [1, 400_000] };
    expect((await account.allRows({ ...WIDE, ...ranges, isRangeEnabled: false })).length).toBe(all);
    expect((await account.allRows({ ...WIDE, minRating: 45, isFilterEnabled: false })).length).toBe(all);
  });

  it.each([0, 1, 2, 3])('dateRange %i means its own row of averages', async (dateRange) => {
    const rows = await new SimulatedAccount().allRows({ ...WIDE, dateRange, deltaRange: [1, OPEN] });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ delta }) => delta[dateRange]![USED]! >= 1)).toBe(true);
  });

  it('priceTypes decides which price is meant, and a type that nobody offers has no rows', async () => {
    const account = new SimulatedAccount();
    const rows = await account.allRows({ ...WIDE, priceTypes: [1], deltaPercentRange: [5, OPEN] });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ deltaPercent, current }) => deltaPercent[3]![1]! >= 5 && current[1]! > 0)).toBe(true);
    expect(await account.rows({ ...WIDE, priceTypes: [9] })).toEqual([]);
  });
});

describe('the facets', () => {
  const UNKNOWN = '9223372036854775807';

  it('count by root category and ignore the category filter', async () => {
    const account = new SimulatedAccount({ refillPerMinute: 1_000 });
    const facets = async (selection: Record<string, unknown>): Promise<unknown> => {
      const { dr, ...rest } = (await account.deal(selection)).body['deals'] as Record<string, unknown>;
      expect(dr).toBeInstanceOf(Array);
      return rest;
    };
    const books = await facets({ includeCategories: [283155] });
    expect(await facets({ includeCategories: [] })).toEqual(books);
    const { categoryIds, categoryCount, categoryNames } = books as { categoryIds: number[]; categoryCount: number[]; categoryNames: string[] };
    expect([categoryIds[0], categoryNames[0], categoryCount[0]]).toEqual([283155, 'Books', (await account.allRows()).length]);
    expect(Object.keys(books as object)).toEqual(['categoryCount', 'categoryIds', 'categoryNames', 'drDateIndex']);
  });

  it('and rows carry the unknown root 9223372036854775807 with every digit', async () => {
    const { text } = await new SimulatedAccount({ catalogueSize: 3_000 }).deal({ ...WIDE, includeCategories: [9_223_372_036_854_775_807] });
    expect(text).toMatch(new RegExp(`"categoryIds":\\[[0-9,]*\\b${UNKNOWN}\\]`));
    expect(text).toContain(`"rootCat":${UNKNOWN}`);
    expect(text).not.toContain('9223372036854775808');
    expect(text).not.toContain('"rootCat":283155');
  });
});

describe('two accounts', () => {
  const page = async (seed: number): Promise<string> => (await new SimulatedAccount({ seed }).deal(WIDE)).text;

  it('of one seed answer byte by byte the same, of two seeds not', async () => {
    expect(await page(7)).toBe(await page(7));
    expect(await page(8)).not.toBe(await page(7));
  });

  it('are asked in another order and still say the same of a product', async () => {
    const [eager, late] = [new SimulatedAccount({ refillPerMinute: 1_000 }), new SimulatedAccount({ refillPerMinute: 1_000 })];
    const asins = await eager.asins(5);
    await eager.deal();
    for (const account of [eager, late]) account.clock.advance(5 * HOUR_MS);
    expect(await eager.products(asins, { stats: '90' })).toEqual((await late.products([...asins].reverse(), { stats: '90' })).reverse());
  });

  it('in different domains sell the same ASINs at other prices', async () => {
    const account = new SimulatedAccount();
    const [asin] = await account.asins(1);
    const inDomain = async (domain: string): Promise<number[]> =>
      ((await account.ask('/product', { domain, asin: asin!, stats: '90' })).body['products'] as { stats: { current: number[] } }[])[0]!.stats
        .current;
    expect(await inDomain('3')).not.toEqual(await inDomain('1'));
  });
});
