import { type Product, SimulatedAccount } from '../testing/simulated-account';

/** Sellers that the account knows: those of a product's offers. */
async function sellersOf(account: SimulatedAccount): Promise<string[]> {
  const products = await account.products(await account.asins(10), { offers: '20' });
  return [...new Set(products.flatMap(({ offers }: Product) => (offers ?? []).map((offer) => String(offer['sellerId']))))];
}

describe('/seller', () => {
  it('costs 1 for each seller that is found; one that is not costs nothing and is not in the map', async () => {
    const account = new SimulatedAccount();
    const [first, second, third] = await sellersOf(account);
    const { body } = await account.ask('/seller', { domain: '1', seller: [first, 'ANOBODYKNOWS1', second, third].join(',') });
    expect(body['tokensConsumed']).toBe(3);
    expect(Object.keys(body['sellers'] as object)).toEqual([first, second, third].sort());
    const nobody = await account.ask('/seller', { domain: '1', seller: 'ANOBODYKNOWS1' });
    expect([nobody.status, nobody.body['tokensConsumed'], nobody.body['sellers']]).toEqual([200, 0, {}]);
  });

  it('costs 9 more with a storefront, which lists ASINs that exist', async () => {
    const account = new SimulatedAccount();
    const [seller] = await sellersOf(account);
    const { body } = await account.ask('/seller', { domain: '1', seller: seller!, storefront: '1' });
    expect(body['tokensConsumed']).toBe(10);
    const { asinList } = (body['sellers'] as Record<string, { asinList: string[] }>)[seller!]!;
    const products = await account.products(asinList.slice(0, 50));
    expect(products.map(({ productType }) => productType)).toEqual(products.map(() => 0));
  });

  it.each([
    ['domain', { seller: 'A1' }],
    ['seller', { domain: '1' }],
    ['seller', { domain: '1', seller: Array.from({ length: 101 }, (_, n) => `A${n}`).join(',') }],
    ['storefront', { domain: '1', seller: 'A1,A2', storefront: '1' }],
  ])('is refused with 400 naming %s for %j', async (details, query: Record<string, string>) => {
    const { status, body } = await new SimulatedAccount().ask('/seller', query);
    expect([status, body['error']]).toEqual([400, expect.objectContaining({ details })]);
  });
});
