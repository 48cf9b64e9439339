import { type Answered, type Product, SimulatedAccount } from './simulated-account';

export const BOOKS = 283155;
export const MAX_PER_PAGE = 10_000;

/** Tokens enough that nothing waits for them. */
export const richAccount = (catalogueSize = 400): SimulatedAccount => new SimulatedAccount({ refillPerMinute: 1_000, catalogueSize });

export function finder(on: SimulatedAccount, selection: Record<string, unknown>, domain = '1'): Promise<Answered> {
  return on.ask('/query', { domain, selection: JSON.stringify(selection) });
}

export const asinsOf = ({ body }: Answered): string[] => body['asinList'] as string[];
export const consumed = ({ body }: Answered): unknown => body['tokensConsumed'];
export const stat = (product: Product, name: string, type: number): number => product.stats![name]![type]!;

/** Products in the order asked for, as Keepa last saw them. */
export async function seen(on: SimulatedAccount, asins: readonly string[]): Promise<Product[]> {
  const products: Product[] = [];
  for (let from = 0; from < asins.length; from += 100)
    products.push(...(await on.products(asins.slice(from, from + 100), { stats: '90', update: '-1' })));
  return products;
}
