import { asinsOf, BOOKS, consumed, finder, MAX_PER_PAGE, richAccount as account, seen, stat } from '../testing/listed-products';
import type { Answered, Product } from '../testing/simulated-account';

type Members = Record<string, unknown>;

describe('/query', () => {
  it('finds exactly the products of its catalogue that are within every bound, the best rank first', async () => {
    const on = account();
    const everything = await finder(on, { productType: 0, perPage: MAX_PER_PAGE });
    expect([everything.body['totalResults'], asinsOf(everything).length]).toEqual([400, 400]);
    const found = await finder(on, {
      rootCategory: BOOKS,
      current_USED_gte: 2_000,
      current_USED_lte: 5_000,
      current_SALES_lte: 400_000,
      perPage: MAX_PER_PAGE,
    });
    const expected = (await seen(on, asinsOf(everything)))
      .filter((product) => product['rootCategory'] === BOOKS)
      .filter((product) => stat(product, 'current', 2) >= 2_000 && stat(product, 'current', 2) <= 5_000 && stat(product, 'current', 3) <= 400_000)
      .map((product) => String(product['asin']));
    expect(asinsOf(found)).toEqual(expected);
    expect(found.body['totalResults']).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(20);
  });

  it('knows averages, words of the title, categories in and out, and sorts of its own', async () => {
    const on = account();
    const all = await seen(on, asinsOf(await finder(on, { productType: 0, perPage: MAX_PER_PAGE })));
    const where = (isMeant: (product: Product) => boolean): string[] => all.filter(isMeant).map((product) => String(product['asin']));
    const found = async (selection: Members): Promise<string[]> => asinsOf(await finder(on, { ...selection, perPage: MAX_PER_PAGE }));
    expect(await found({ avg90_USED_gte: 4_000 })).toEqual(where((product) => stat(product, 'avg90', 2) >= 4_000));
    expect(await found({ title: 'HARBOUR book' })).toEqual(where(({ title }) => /harbour/i.test(String(title)) && /book/i.test(String(title))));
    expect(await found({ categories_exclude: [BOOKS] })).toEqual(where(({ rootCategory }) => rootCategory !== BOOKS));
    const [child] = all.find(({ categories }) => (categories as number[]).length > 0)!['categories'] as number[];
    expect(await found({ categories_include: [child] })).toEqual(where(({ categories }) => (categories as number[]).includes(child!)));
    const dearest = await seen(on, await found({ rootCategory: BOOKS, sort: [['current_NEW', 'desc']] }));
    const prices = dearest.map((product) => stat(product, 'current', 1));
    // What nobody sells new comes last in either direction.
    const sold = prices.filter((price) => price >= 0);
    expect(prices.slice(0, sold.length)).toEqual([...sold].sort((a, b) => b - a));
  });

  it('costs 10 a page and 1 for each 100 ASINs in it; pages follow each other', async () => {
    const on = account(1_000);
    const answers: Answered[] = [];
    for (const page of [0, 1, 2, 3, 4]) answers.push(await finder(on, { productType: 0, perPage: 240, page }));
    expect(answers.map((answer) => [asinsOf(answer).length, consumed(answer)])).toEqual([...[0, 1, 2, 3].map(() => [240, 13]), [40, 11]]);
    expect(new Set(answers.flatMap(asinsOf)).size).toBe(1_000);
    expect(consumed(await finder(on, { title: 'no such words' }))).toBe(10);
    expect(asinsOf(await finder(on, { productType: 0 })).length).toBe(50);
  });

  it('takes the selection as the body of a POST too, and serves Brazil', async () => {
    const on = account();
    const posted = await on.ask('/query', { domain: '12' }, { method: 'POST', body: JSON.stringify({ rootCategory: BOOKS }) });
    expect(asinsOf(posted)).toEqual(asinsOf(await finder(on, { rootCategory: BOOKS }, '12')));
  });

  it.each<[string, Members]>([
    ['selection', { perPage: 100 }],
    ['perPage', { productType: 0, perPage: 49 }],
    ['page', { productType: 0, perPage: 1_000, page: 10 }],
    ['sort', { productType: 0, sort: ['current_SALES'] }],
    ['current_NEW_gte', { current_NEW_gte: '1' }],
  ])('is refused with 400 naming %s, at no cost', async (details, selection) => {
    const { status, body } = await finder(account(), selection);
    expect([status, body['tokensConsumed'], body['error']]).toEqual([400, 0, expect.objectContaining({ details })]);
  });
});
