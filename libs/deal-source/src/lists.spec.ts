import { DEAL_SOURCE, type DealSource, type GivenPage, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import type { z } from 'zod';
import { AsinList, asinListOptions } from './asin-list';
import { BestSellers, bestSellersOptions } from './best-sellers';
import { LightningDeals, lightningDealsOptions } from './lightning-deals';
import * as plugins from './plugin';
import { ProductFinder, productFinderOptions } from './product-finder';
import { Storefront, storefrontOptions } from './storefront';

const START = { pagesRead: 0, lastRowCount: null };
const SELECTION = { rootCategory: 283155, current_SALES_lte: 50_000 };
const SELLERS = ['A2H6NH4SQYFZ4M', 'ATVPDKIKX0DER'];
const asins = (count: number): string[] => Array.from({ length: count }, (_, n) => `B${String(n).padStart(9, '0')}`);
const messagesOf = (schema: z.ZodType, options: unknown): string[] => schema.safeParse(options).error?.issues.map(({ message }) => message) ?? [];

describe('The product finder', () => {
  const finder = (options: object = {}): ProductFinder => new ProductFinder(productFinderOptions.parse({ selection: SELECTION, ...options }));

  it('asks once for as many products as are wanted, without the page of the pasted query', () => {
    const source = finder({ selection: { ...SELECTION, page: 3, perPage: 50 }, maxItems: 250 });
    expect(source.nextRequest(START)).toEqual({ endpoint: 'query', domainId: 1, selection: SELECTION, page: 0, perPage: 250 });
    expect(source.nextRequest({ pagesRead: 1, lastRowCount: 250 })).toBeNull();
  });

  it('is another list with another query, and the same whatever the order of its members or how often it is read', () => {
    const hashes = [finder(), finder({ selection: { current_SALES_lte: 50_000, rootCategory: 283155 } }), finder({ every: '48h' })].map(
      (of) => of.feedHash,
    );
    expect(new Set(hashes).size).toBe(1);
    expect(finder({ selection: { rootCategory: 5174 } }).feedHash).not.toBe(hashes[0]);
    expect(finder({ maxItems: 50 }).feedHash).not.toBe(hashes[0]);
  });

  it('refuses a query that Keepa would refuse, all problems at once', () => {
    expect(messagesOf(productFinderOptions, { selection: { sort: 'x' } })).toEqual([
      expect.stringMatching(/^selection: .*at least one filter/),
      expect.stringMatching(/^sort: /),
    ]);
    expect(messagesOf(productFinderOptions, { selection: SELECTION, maxItems: 10 })).toEqual([
      'maxItems is a whole number from 50 to 10000, not 10.',
    ]);
  });
});

describe('A list of ASINs', () => {
  const list = (options: object): AsinList => new AsinList(asinListOptions.parse(options));
  const given = (source: AsinList, pagesRead: number): readonly string[] | null =>
    (source.nextRequest({ pagesRead, lastRowCount: null }) as GivenPage | null)?.given.entries.map(({ asin }) => asin) ?? null;

  it('is given, a thousand at a time, each once', () => {
    const source = list({ asins: [...asins(1_001), 'B000000000'], priceType: 2 });
    expect([given(source, 0)?.length, given(source, 1), given(source, 2)]).toEqual([1_000, ['B000001000'], null]);
    expect(source.plan()).toMatchObject({ request: null, requestsAtMost: 0, itemsAtMost: 1_001, coverage: '1001 listed products of domain 1' });
    expect(source.nextRequest(START)).toMatchObject({ given: { entries: { 0: { priceType: 2, title: '', currentMinor: null, lastUpdateMs: 0 } } } });
  });

  it('names the first few that are no ASINs, and how many more', () => {
    const messages = messagesOf(asinListOptions, { asins: ['B000000001', ...Array.from({ length: 7 }, (_, n) => `x${n}`)] });
    expect(messages).toHaveLength(6);
    expect(messages[0]).toBe('an ASIN is exactly 10 of A to Z and 0 to 9, not "x0".');
    expect(messages[5]).toBe('2 more are no ASINs either.');
    expect(messagesOf(asinListOptions, { asins: [] })).toEqual(['asins holds no ASIN.']);
  });
});

describe('Best sellers', () => {
  const best = (options: object = {}): BestSellers => new BestSellers(bestSellersOptions.parse({ category: 283155, ...options }));

  it('are one request, of which the best so many count', () => {
    const source = best({ top: 2, rangeDays: 30, variations: false });
    const request = { endpoint: 'bestsellers', domainId: 1, category: '283155', rangeDays: 30, variations: false };
    expect([source.nextRequest(START), source.nextRequest({ pagesRead: 1, lastRowCount: 9 })]).toEqual([request, null]);
    const page = source.list.pageOf({ asins: ['A', 'B', 'C'], isKnown: true, lastUpdateMs: 1, problems: [] });
    expect([page.entries.map(({ asin }) => asin), page.rowCount]).toEqual([['A', 'B'], 3]);
  });

  it('say so where Keepa has no such list', () => {
    const page = best({ category: 'Beauty' }).list.pageOf({ asins: [], isKnown: false, lastUpdateMs: null, problems: [] });
    expect(page.problems).toEqual([{ asin: null, message: 'Keepa has no best sellers of category Beauty on domain 1' }]);
  });

  it('refuse a shop without lists, ranks that Keepa does not have, and an empty category', () => {
    expect(messagesOf(bestSellersOptions, { category: 1, domain: 12 })).toEqual([expect.stringMatching(/^domain is one of 1, 2, 3/)]);
    expect(messagesOf(bestSellersOptions, { category: 1, sublist: true, rangeDays: 30 })).toEqual([expect.stringMatching(/^sublist cannot be true/)]);
    expect(messagesOf(bestSellersOptions, { category: ' ', rangeDays: 7 })).toEqual([
      expect.stringMatching(/^category is a category id/),
      'rangeDays is 0, 30, 90 or 180.',
    ]);
  });
});

describe('A storefront', () => {
  const store = (options: object = {}): Storefront => new Storefront(storefrontOptions.parse({ sellers: SELLERS, ...options }));

  it('is one request a seller, because Keepa takes no more', () => {
    const requests = [0, 1, 2].map((pagesRead) => store({ updateHours: 24 }).nextRequest({ pagesRead, lastRowCount: 0 }));
    expect(requests).toEqual([
      { endpoint: 'seller', domainId: 1, sellerIds: [SELLERS[0]], storefront: true, updateHours: 24 },
      { endpoint: 'seller', domainId: 1, sellerIds: [SELLERS[1]], storefront: true, updateHours: 24 },
      null,
    ]);
    expect(store().plan()).toMatchObject({ requestsAtMost: 2, itemsAtMost: 2_000 });
  });

  it('tells a seller that nobody knows from one without a storefront', () => {
    const { list } = store();
    const seller = { sellerId: 'A1', name: null, ratingPercent: null, ratingCount: null, hasFba: false, isScammer: false, lastUpdateMs: null };
    const problem = (message: string) => [{ asin: null, message }];
    expect(list.pageOf({ sellers: [], problems: [] }).problems).toEqual(problem('Keepa does not know the seller'));
    expect(list.pageOf({ sellers: [{ ...seller, storefrontAsins: null }], problems: [] }).problems).toEqual(
      problem('Keepa knows no storefront of seller A1'),
    );
    expect(list.pageOf({ sellers: [{ ...seller, storefrontAsins: [] }], problems: [] })).toEqual({ entries: [], rowCount: 0, problems: [] });
  });

  it('refuses ids that are none, and one seller twice', () => {
    expect(messagesOf(storefrontOptions, { sellers: ['a b'] })).toEqual([expect.stringMatching(/^a seller id is 10 to 21/)]);
    expect(messagesOf(storefrontOptions, { sellers: [SELLERS[0], SELLERS[0]] })).toEqual([expect.stringMatching(/each once/)]);
    expect(messagesOf(storefrontOptions, {})).toHaveLength(1);
  });
});

describe('Lightning deals', () => {
  it('bring title and price of the deal along; the latest of an ASIN counts', () => {
    const source = new LightningDeals(lightningDealsOptions.parse({}));
    expect(source.nextRequest(START)).toEqual({ endpoint: 'lightningdeal', domainId: 1, state: 'AVAILABLE' });
    const deal = {
      ...{ domainId: 1, asin: 'B000000001', title: 'A Thing', imageName: 'a.jpg', state: 'AVAILABLE', dealPriceMinor: 900, currentPriceMinor: 1_500 },
      ...{ percentOff: 40, percentClaimed: 0, startsMs: 1, endsMs: 2, lastUpdateMs: 1, sellerId: null, isFulfilledByAmazon: true },
      ...{ rating: 45, reviewCount: 3 },
    };
    const page = source.list.pageOf({ deals: [deal, { ...deal, dealPriceMinor: 800 }], problems: [] });
    expect(page.entries).toEqual([expect.objectContaining({ title: 'A Thing', priceType: 8, currentMinor: 800, rating: 45, salesRank: null })]);
    expect(page.rowCount).toBe(2);
  });

  it('refuse a state that Keepa does not have', () => {
    expect(messagesOf(lightningDealsOptions, { state: 'OPEN' })).toEqual([expect.stringMatching(/^state is one of AVAILABLE/)]);
  });
});

describe('How often', () => {
  it.each([
    [{ every: '30m' }, /^every is a duration from '1h' to '365d'/],
    [{ every: 24 }, /^every is a duration/],
    [{ revisitAfter: '15d' }, /^revisitAfter is a duration from '1h' to '14d'/],
    [{ revisitAfter: 'often' }, /^revisitAfter is a duration/],
    [{ priceType: 4 }, /^priceType is one of 0, 1, 2/],
  ])('refuses %j', (options, message) => {
    expect(messagesOf(asinListOptions, { asins: asins(1), ...options })).toEqual([expect.stringMatching(message)]);
  });

  it('is once a day and again after a week, unless said otherwise', () => {
    const { list } = new AsinList(asinListOptions.parse({ asins: asins(1) }));
    expect(list).toMatchObject({ everyMs: 24 * 3_600_000, revisitAfterMs: 7 * 24 * 3_600_000 });
    expect(new AsinList(asinListOptions.parse({ asins: asins(1), every: '90m', revisitAfter: '1d' })).list).toMatchObject({
      ...{ everyMs: 90 * 60_000, revisitAfterMs: 24 * 3_600_000 },
    });
  });
});

describe('The plugins', () => {
  const OPTIONS: Readonly<Record<string, unknown>> = {
    'product-finder': { selection: SELECTION },
    'asin-list': { asins: asins(1) },
    'best-sellers': { category: 1 },
    storefront: { sellers: SELLERS },
  };

  it.each(Object.values(plugins).map((plugin) => [plugin.name, plugin] as const))('%s resolves from a container', (name, plugin) => {
    const parsed = plugin.options!['~standard'].validate(OPTIONS[name]) as { value?: unknown };
    const child = container.createChildContainer();
    child.registerInstance<unknown>(PROVIDER_OPTIONS, parsed.value);
    child.register<DealSource>(DEAL_SOURCE, { useClass: plugin.useClass as unknown as new () => DealSource });
    expect(child.resolve<DealSource>(DEAL_SOURCE).name).toBe(name);
  });
});
