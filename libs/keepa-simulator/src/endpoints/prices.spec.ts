import { type Product, SimulatedAccount } from '../testing/simulated-account';

const UNKNOWN = 'B0UNKNOWN0';
const consumed = async (answer: Promise<{ body: Record<string, unknown> }>): Promise<unknown> => (await answer).body['tokensConsumed'];
const rich = (options: ConstructorParameters<typeof SimulatedAccount>[0] = {}): SimulatedAccount =>
  new SimulatedAccount({ refillPerMinute: 1_000, ...options });

describe('/deal', () => {
  it('costs 5 a page: full, partial and empty', async () => {
    const account = rich();
    const wide = { deltaPercentRange: [-1_000, 99], includeCategories: [] };
    for (const page of [0, 1, 2, 3, 66]) {
      const { body } = await account.deal({ ...wide, page });
      expect(body['tokensConsumed']).toBe(5);
    }
    expect((await account.rows({ ...wide, page: 0 })).length).toBe(150);
    const last = (await account.allRows(wide)).length % 150;
    expect(last).toBeGreaterThan(0);
    expect(await account.rows({ ...wide, page: 66 })).toEqual([]);
  });
});

describe('/product without offers', () => {
  it('costs 1 an ASIN, whatever statistics and history are asked for', async () => {
    const account = rich();
    const asins = await account.asins(40);
    expect(await consumed(account.product(asins))).toBe(40);
    expect(await consumed(account.product(asins, { stats: '90', history: '0', days: '30' }))).toBe(40);
  });

  it('costs 1 more an ASIN with update=0, 2 more with buybox, up to 1 more with rating', async () => {
    const account = rich();
    const asins = await account.asins(40);
    expect(await consumed(account.product(asins, { update: '0' }))).toBe(80);
    expect(await consumed(account.product(asins, { buybox: '1' }))).toBe(120);
    expect(await consumed(account.product(asins, { buyBox: '1' }))).toBe(120);
    const withRating = Number(await consumed(account.product(asins, { rating: '1' })));
    expect(withRating).toBeGreaterThan(60);
    expect(withRating).toBeLessThan(80);
  });

  it('costs 1 for an unknown ASIN, answered with an entry without data; with update=-1 nothing, and there is no entry', async () => {
    const account = rich();
    const [known] = await account.asins(1);
    const { body } = await account.product([known!, UNKNOWN]);
    expect(body['tokensConsumed']).toBe(2);
    const [first, second] = body['products'] as Product[];
    expect([first?.asin, first?.productType]).toEqual([known, 0]);
    expect(second).toMatchObject({ asin: UNKNOWN, productType: 4, title: null, csv: null, lastUpdate: 0 });
    const unasked = await account.product([known!, UNKNOWN], { update: '-1' });
    expect([unasked.body['tokensConsumed'], (unasked.body['products'] as Product[]).map(({ asin }) => asin)]).toEqual([1, [known]]);
  });

  it('finds products by code and charges each that is found', async () => {
    const account = rich();
    const [product] = await account.products(await account.asins(1));
    const [code] = product!['eanList'] as string[];
    const { body } = await account.ask('/product', { domain: '1', code: `${code},4000000000000` });
    expect([body['tokensConsumed'], (body['products'] as Product[]).map(({ asin }) => asin)]).toEqual([1, [product!.asin]]);
  });
});

describe('/product with offers', () => {
  it('costs 6 to 8 an ASIN on the average, and what its offers say: 6 for each page of ten, 1 where the retrieval failed', async () => {
    const account = rich();
    const asins = await account.asins(100);
    let [total, failed] = [0, 0];
    for (const asin of asins) {
      const { body } = await account.product([asin], { offers: '100' });
      const [product] = body['products'] as (Product & { liveOffersOrder: number[]; offersSuccessful: boolean })[];
      const { liveOffersOrder, offersSuccessful } = product!;
      expect(body['tokensConsumed']).toBe(offersSuccessful ? 6 * Math.ceil(liveOffersOrder.length / 10) : 1);
      total += Number(body['tokensConsumed']);
      if (!offersSuccessful) failed += 1;
    }
    expect(total / asins.length).toBeGreaterThan(6);
    expect(total / asins.length).toBeLessThan(8);
    expect(failed).toBeLessThan(10);
  });

  it('costs 5 flat while the offers are younger than update hours, without a fetch, and the full price after that', async () => {
    const account = rich();
    const asins = (await account.asins(30)).slice(0, 30);
    const fetched = await account.products(asins, { offers: '20' });
    const successful = fetched.filter((product) => product['offersSuccessful']).map(({ asin }) => asin);
    expect(successful.length).toBeGreaterThan(20);
    account.clock.advance(2 * 3_600_000);
    expect(await consumed(account.product(successful, { offers: '20', update: '3' }))).toBe(5 * successful.length);
    const again = (await account.products(successful, { offers: '20', update: '3', stats: '90' })).map(({ stats }) => stats!['retrievedOfferCount']);
    expect(new Set(again)).toEqual(new Set([-2]));
    account.clock.advance(3_600_000);
    expect(Number(await consumed(account.product(successful, { offers: '20', update: '3' })))).toBeGreaterThan(5.3 * successful.length);
  });

  it('costs what a test fixes, the total rounded once; requests without offers keep their price', async () => {
    const account = rich({ prices: { productTokensPerAsin: 7.7 } });
    const asins = await account.asins(50);
    const costs: unknown[] = [];
    for (const count of [1, 2, 3, 10, 50]) costs.push(await consumed(account.product(asins.slice(0, count), { offers: '20' })));
    expect(costs).toEqual([8, 15, 23, 77, 385]);
    expect(await consumed(account.product(asins))).toBe(50);
  });
});
