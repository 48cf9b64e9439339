import { asinsOf, BOOKS, consumed, finder, MAX_PER_PAGE, richAccount as account, seen, stat } from '../testing/listed-products';
import { type Answered, SimulatedAccount } from '../testing/simulated-account';

type Members = Record<string, unknown>;

const ROOTS = 8;
const HOUR_MS = 3_600_000;

describe('/bestsellers', () => {
  const best = (on: SimulatedAccount, more: Record<string, string>): Promise<Answered> => on.ask('/bestsellers', { domain: '1', ...more });
  const listOf = ({ body }: Answered): { asinList: string[]; categoryId: number; lastUpdate: number } => body['bestSellersList'] as never;

  it('lists every product of a category in the order of its rank, and of no other', async () => {
    const on = account();
    on.clock.advance(HOUR_MS - (on.clock.nowMs() % HOUR_MS));
    const answer = await best(on, { category: String(BOOKS) });
    const { asinList, categoryId } = listOf(answer);
    expect([consumed(answer), categoryId]).toEqual([50, BOOKS]);
    expect(new Set(asinList)).toEqual(new Set(asinsOf(await finder(on, { rootCategory: BOOKS, perPage: MAX_PER_PAGE }))));
    const now = await on.products(asinList.slice(0, 100), { stats: '90', update: '0' });
    const ranks = now.map((product) => stat(product, 'current', 3));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(listOf(await best(on, { category: 'Book' })).asinList).toEqual(asinList);
  });

  it('moves with the hour for current ranks, and hardly with a mean of 90 days', async () => {
    const on = account();
    const order = async (more: Record<string, string>): Promise<string[]> =>
      listOf(await best(on, { category: String(BOOKS), ...more })).asinList.slice(0, 20);
    const [now, mean] = [await order({}), await order({ range: '90' })];
    on.clock.advance(59 * 60_000 - (on.clock.nowMs() % HOUR_MS));
    expect(await order({})).toEqual(now);
    on.clock.advance(26 * HOUR_MS);
    expect(await order({})).not.toEqual(now);
    const kept = (await order({ range: '90' })).filter((asin) => mean.includes(asin)).length;
    expect(kept).toBeGreaterThan(14);
  });

  it('costs nothing where there is no such list, which the answer then leaves out', async () => {
    for (const category of ['4711', 'Beauty']) {
      const answer = await best(account(), { category });
      expect([answer.status, consumed(answer), answer.body['bestSellersList']]).toEqual([200, 0, undefined]);
    }
  });

  it.each([
    ['domain', { domain: '12', category: String(BOOKS) }],
    ['category', {}],
    ['range', { category: String(BOOKS), range: '7' }],
    ['month', { category: String(BOOKS), month: '13', year: '2026' }],
    ['month', { category: String(BOOKS), month: '1', year: '2040' }],
    ['month', { category: String(BOOKS), month: '1', year: '2025', range: '30' }],
  ])('is refused with 400 naming %s for %j', async (details, query: Record<string, string>) => {
    const { status, body } = await best(account(), query);
    expect([status, body['error']]).toEqual([400, expect.objectContaining({ details })]);
  });

  it('of a month that is over is a list of its own', async () => {
    const on = account();
    const [january, february] = [
      await best(on, { category: 'Book', month: '1', year: '2025' }),
      await best(on, { category: 'Book', month: '2', year: '2025' }),
    ];
    expect(new Set(listOf(january).asinList)).toEqual(new Set(listOf(february).asinList));
    expect(listOf(january).asinList).not.toEqual(listOf(february).asinList);
  });
});

describe('/category and /search for categories', () => {
  const lookUp = (on: SimulatedAccount, query: Record<string, string>): Promise<Answered> => on.ask('/category', { domain: '1', ...query });
  const mapOf = ({ body }: Answered, name = 'categories'): Record<string, Members> => body[name] as never;

  it('names the roots, whose products are those of the catalogue', async () => {
    const on = account();
    const roots = await lookUp(on, { category: '0', parents: '0' });
    expect([consumed(roots), Object.keys(mapOf(roots)).length]).toEqual([1, ROOTS]);
    const books = mapOf(roots)[String(BOOKS)]!;
    const total = (await finder(on, { rootCategory: BOOKS })).body['totalResults'];
    expect([books['name'], books['parent'], books['productCount']]).toEqual(['Books', 0, total]);
    expect(Number(books['highestRank'])).toBeLessThan(Number(books['lowestRank']));
  });

  it('finds children, their parents, and leaves unknown ids out, at one price for ten', async () => {
    const on = account();
    const children = mapOf(await lookUp(on, { category: String(BOOKS) }))[String(BOOKS)]!['children'] as number[];
    const answer = await lookUp(on, { category: [...children, 4711].join(','), parents: '1' });
    expect(consumed(answer)).toBe(1);
    expect(Object.keys(mapOf(answer)).map(Number)).toEqual(children);
    expect(Object.keys(mapOf(answer, 'categoryParents'))).toEqual([String(BOOKS)]);
  });

  it('are searched by words of three letters or more, all of which must match', async () => {
    const on = account();
    const search = (term: string): Promise<Answered> => on.ask('/search', { domain: '1', type: 'category', term });
    const found = await search('BOOKS modern');
    expect([consumed(found), Object.values(mapOf(found)).map(({ name }) => name)]).toEqual([1, ['Modern']]);
    expect(mapOf(await search('books aeroplanes'))).toEqual({});
    expect((await search('of')).status).toBe(400);
    expect((await lookUp(on, { category: 'books' })).status).toBe(400);
    expect((await lookUp(on, { category: Array(11).fill('1').join(',') })).status).toBe(400);
  });
});

describe('/search for products', () => {
  const search = (on: SimulatedAccount, more: Record<string, string> = {}): Promise<Answered> =>
    on.ask('/search', { domain: '1', type: 'product', term: 'harbour', ...more });
  const hits = ({ body }: Answered): Members[] => body['products'] as Members[];

  it('finds the products whose titles hold all words, ten a page for 10 tokens, 40 for 40 without a page', async () => {
    const on = account(2_000);
    const first40 = await search(on);
    expect([hits(first40).length, consumed(first40)]).toEqual([40, 40]);
    expect(hits(first40).every(({ title }) => /harbour/i.test(String(title)))).toBe(true);
    const third = await search(on, { page: '2' });
    expect([hits(third).length, consumed(third)]).toEqual([10, 10]);
    expect(hits(third).map(({ asin }) => asin)).toEqual(
      hits(first40)
        .slice(20, 30)
        .map(({ asin }) => asin),
    );
    const asins = await search(on, { page: '2', 'asins-only': '1' });
    expect([asinsOf(asins), asins.body['products']]).toEqual([hits(third).map(({ asin }) => asin), undefined]);
  });

  it('answers with the same objects as /product, and with none for words that nothing holds', async () => {
    const on = account(2_000);
    const [hit] = hits(await search(on, { page: '0', stats: '90', update: '-1', history: '0' }));
    const [product] = await on.products([String(hit!['asin'])], { stats: '90', update: '-1', history: '0' });
    expect(hit).toEqual(product);
    expect(hits(await search(on, { term: 'nobody wrote this' }))).toEqual([]);
  });

  it('costs up to 5 more with rating and 1 more a product with update=0', async () => {
    const on = account(2_000);
    expect(consumed(await search(on, { page: '0', rating: '1' }))).toBe(15);
    expect(consumed(await search(on, { page: '0', update: '0' }))).toBe(20);
  });

  it.each([
    ['type', { type: 'seller' }],
    ['term', { term: ' ' }],
    ['page', { page: '10' }],
    ['domain', { domain: '12' }],
    ['update', { update: 'x' }],
  ])('is refused with 400 naming %s for %j', async (details, more: Record<string, string>) => {
    const { status, body } = await search(account(), more);
    expect([status, body['error']]).toEqual([400, expect.objectContaining({ details })]);
  });
});

describe('/lightningdeal', () => {
  const lightning = (on: SimulatedAccount, more: Record<string, string> = {}): Promise<Answered> =>
    on.ask('/lightningdeal', { domain: '1', ...more });
  const dealsOf = ({ body }: Answered): Members[] => body['lightningDeals'] as Members[];

  it('lists products of the catalogue for 500 tokens, one of them for 1', async () => {
    const on = account(2_000);
    const answer = await lightning(on);
    const deals = dealsOf(answer);
    expect([consumed(answer), deals.length > 20]).toEqual([500, true]);
    const products = await seen(
      on,
      deals.map(({ asin }) => String(asin)),
    );
    expect(products.map(({ title }) => title)).toEqual(deals.map(({ title }) => title));
    const one = await lightning(on, { asin: String(deals[0]!['asin']) });
    expect([consumed(one), dealsOf(one).map(({ asin }) => asin)]).toEqual([
      1,
      deals.filter(({ asin }) => asin === deals[0]!['asin']).map(({ asin }) => asin),
    ]);
    expect(dealsOf(await lightning(on, { asin: 'B0UNKNOWN0' }))).toEqual([]);
  });

  it('has deals that come, run and end: a state is what the clock says, and a price is known once it runs', async () => {
    const on = account(2_000);
    const now = Number(dealsOf(await lightning(on))[0]!['lastUpdate']);
    for (const { dealState, startTime, endTime, dealPrice, currentPrice } of dealsOf(await lightning(on))) {
      expect(dealState === 'UPCOMING').toBe(now < Number(startTime));
      expect(dealState === 'EXPIRED').toBe(now >= Number(endTime));
      expect(dealState === 'UPCOMING' ? dealPrice === -1 : Number(dealPrice) < Number(currentPrice)).toBe(true);
    }
    const available = await lightning(on, { state: 'AVAILABLE' });
    expect(new Set(dealsOf(available).map(({ dealState }) => dealState))).toEqual(new Set(['AVAILABLE']));
    const before = new Set(dealsOf(available).map(({ asin }) => asin));
    on.clock.advance(24 * HOUR_MS);
    expect(dealsOf(await lightning(on, { state: 'AVAILABLE' })).some(({ asin }) => before.has(asin))).toBe(false);
  });

  it.each([
    ['domain', { domain: '12' }],
    ['asin', { asin: 'x' }],
    ['state', { state: 'OPEN' }],
  ])('is refused with 400 naming %s for %j', async (details, more: Record<string, string>) => {
    const { status, body } = await lightning(account(), more);
    expect([status, body['error']]).toEqual([400, expect.objectContaining({ details })]);
  });
});

describe('every list', () => {
  const REQUESTS: readonly (readonly [string, Record<string, string>])[] = [
    ['/query', { domain: '1', selection: '{"productType":0}' }],
    ['/bestsellers', { domain: '1', category: String(BOOKS) }],
    ['/category', { domain: '1', category: '0' }],
    ['/search', { domain: '1', type: 'product', term: 'harbour' }],
    ['/lightningdeal', { domain: '1' }],
  ];

  it.each(REQUESTS)('%s is metered: refused at a balance of 0, run at 1 whatever it costs, in the books by its name', async (path, query) => {
    const poor = new SimulatedAccount({ openingBalance: 0, refillPerMinute: 1 });
    expect((await poor.ask(path, query)).status).toBe(429);
    poor.simulator.change({ balance: 1 });
    const answer = await poor.ask(path, query);
    const { balance, byEndpoint, minBalance } = poor.simulator.state();
    expect([answer.status, balance, minBalance]).toEqual([200, 1 - Number(consumed(answer)), 1 - Number(consumed(answer))]);
    expect(byEndpoint[path.slice(1)]).toEqual({ requests: 2, tokensCharged: consumed(answer), rejected429: 1 });
  });

  it.each(REQUESTS)('%s is the same twice in the same minute, and of another seed another', async (path, query) => {
    const bodies = [];
    for (const seed of [1, 1, 2]) {
      const { body } = await new SimulatedAccount({ seed, refillPerMinute: 1_000 }).ask(path, query);
      bodies.push({ ...body, timestamp: 0 });
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).not.toEqual(bodies[0]);
  });

  it.each(REQUESTS)('%s may be charged and never answered', async (path, query) => {
    const on = new SimulatedAccount({ refillPerMinute: 1_000, faults: { timeoutAfterChargeRate: 1 } });
    expect((await on.ask(path, query)).delivery).toBe('never');
    expect(on.simulator.state().tokensCharged).toBeGreaterThan(0);
  });
});
