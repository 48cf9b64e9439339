import { TRIPLE_PRICE_TYPES } from '@smart-ingestor/keepa-wire';
import { type Product, SimulatedAccount } from './testing/simulated-account';

const DAY_MINUTES = 1_440;

interface Point {
  readonly minute: number;
  /** Price and shipping together. */
  readonly value: number;
  readonly text: string;
}

function pointsOf(row: readonly number[], type: number): Point[] {
  const stride = TRIPLE_PRICE_TYPES.has(type) ? 3 : 2;
  expect(row.length % stride).toBe(0);
  return Array.from({ length: row.length / stride }, (_, place) => {
    const [minute, price, shipping = 0] = row.slice(place * stride, (place + 1) * stride);
    return { minute: minute!, value: price! < 0 ? -1 : price! + shipping, text: `${price},${shipping}` };
  });
}

/** Time-weighted mean over the last `days` before `now`, out-of-stock time left out: written anew, from the csv alone. */
function meanOf(points: readonly Point[], now: number, days: number): number {
  let [weighted, minutes] = [0, 0];
  points.forEach(({ minute, value }, place) => {
    const from = Math.max(minute, now - days * DAY_MINUTES);
    const until = points[place + 1]?.minute ?? now;
    if (value < 0 || until <= from) return;
    weighted += value * (until - from);
    minutes += until - from;
  });
  return minutes === 0 ? -1 : Math.round(weighted / minutes);
}

describe('the history of a product', () => {
  let products: Product[] = [];
  const everyRow = (visit: (points: Point[], type: number, product: Product) => void): void => {
    let rows = 0;
    for (const product of products)
      product.csv!.forEach((row, type) => {
        if (row === null) return;
        rows += 1;
        visit(pointsOf(row, type), type, product);
      });
    expect(rows).toBeGreaterThan(200);
  };

  beforeAll(async () => {
    const account = new SimulatedAccount();
    products = await account.products(await account.asins(20), { stats: '90' });
  });

  it('has 36 rows, null where the type has no data', () => {
    for (const { csv } of products) expect([csv!.length, csv![8], csv![28], csv![31]]).toEqual([36, null, null, null]);
  });

  it('has strictly increasing times, on the 2-minute grid, none after the last update', () => {
    everyRow((points, _, { lastUpdate }) => {
      const stalled = points.filter(({ minute }, place) => place > 0 && minute <= points[place - 1]!.minute);
      expect(stalled).toEqual([]);
      expect(points.every(({ minute }) => minute % 2 === 0 && minute <= lastUpdate)).toBe(true);
    });
  });

  it('has a point only where the value changed', () => {
    everyRow((points) => {
      const repeated = points.filter(({ text }, place) => place > 0 && text === points[place - 1]!.text);
      expect(repeated).toEqual([]);
    });
  });

  it('marks out of stock with -1, in triples with -1,-1, and never sends another negative number', () => {
    let outOfStock = 0;
    everyRow((points, type) => {
      const negative = points.filter(({ text }) => text.includes('-'));
      outOfStock += negative.length;
      for (const { text } of negative) expect(text).toBe(TRIPLE_PRICE_TYPES.has(type) ? '-1,-1' : '-1,0');
    });
    expect(outOfStock).toBeGreaterThan(0);
  });

  it('ends with the current value of the statistics, for triples price and shipping together', () => {
    everyRow((points, type, { stats }) => expect(stats!['current']![type]).toBe(points.at(-1)!.value));
    const withShipping = products.flatMap(({ csv }) => [7, 21, 22, 32].map((type) => csv![type]?.at(-1) ?? 0)).filter((shipping) => shipping > 0);
    expect(withShipping.length).toBeGreaterThan(20);
  });

  it('gives the averages of the statistics, weighted by time and without the time out of stock', () => {
    everyRow((points, type, { stats, lastUpdate }) => {
      for (const days of [30, 90, 180, 365]) expect(stats![`avg${days}`]![type]).toBe(meanOf(points, lastUpdate, days));
    });
  });

  it('never contradicts itself later: what was known once is the beginning of what is known then', async () => {
    const account = new SimulatedAccount();
    const asins = await account.asins(3);
    const before = await account.products(asins);
    account.clock.advance(9 * DAY_MINUTES * 60_000);
    const after = await account.products(asins);
    before.forEach(({ csv }, place) => csv!.forEach((row, type) => expect(after[place]!.csv![type]?.slice(0, row?.length) ?? null).toEqual(row)));
    expect(after[0]!.csv![3]!.length).toBeGreaterThan(before[0]!.csv![3]!.length);
  });
});

describe('a product', () => {
  it('comes without history with history=0 and only with the last days with days', async () => {
    const account = new SimulatedAccount();
    const asins = await account.asins(3);
    expect((await account.products(asins, { history: '0' })).map(({ csv }) => csv)).toEqual([null, null, null]);
    for (const { csv, lastUpdate } of await account.products(asins, { days: '30' })) {
      const oldest = Math.min(...csv!.flatMap((row) => (row === null ? [] : [row[0]!])));
      expect(oldest).toBeGreaterThanOrEqual(lastUpdate - 30 * DAY_MINUTES - 2);
    }
  });

  it('sends its nulls', async () => {
    const account = new SimulatedAccount();
    const { text } = await account.product(await account.asins(1));
    expect(text).toContain('"coupon":null');
    expect(text).toContain('"stats":null');
  });

  it('is refreshed where it is older than update hours, 1 unless said, and left as it was with update=-1', async () => {
    const account = new SimulatedAccount();
    const [asin] = (await account.rows({ deltaPercentRange: [-1_000, 99] })).slice(-1).map((row) => row.asin);
    const shown = async (update: Record<string, string>): Promise<number> => (await account.products([asin!], update))[0]!.lastUpdate;
    const known = await shown({ update: '-1' });
    account.clock.advance(70 * 60_000);
    const nowMinute = Math.floor(account.clock.nowMs() / 60_000) - 21_564_000;
    const latest = await shown({ update: '-1' });
    expect(latest).toBeGreaterThanOrEqual(known);
    expect(await shown({ update: '0' })).toBe(nowMinute - (nowMinute % 2));
    expect(await shown({ update: '500' })).toBe(latest);
  });

  it('with offers lists the live ones, the cheapest used one at the price of USED with shipping', async () => {
    const account = new SimulatedAccount();
    const products = await account.products(await account.asins(20), { offers: '20', stats: '90' });
    let compared = 0;
    for (const product of products) {
      const live = product['liveOffersOrder'] as number[];
      const offers = product.offers as { lastSeen: number; condition: number; offerCSV: number[] }[];
      for (const [place, offer] of offers.entries()) expect(offer.lastSeen === product.lastUpdate).toBe(live.includes(place));
      const used = product.stats!['current']![2]!;
      const usedLive = live.map((place) => offers[place]!).filter(({ condition }) => condition > 1);
      if (used < 0 || usedLive.length === 0) continue;
      expect(Math.min(...usedLive.map(({ offerCSV }) => offerCSV.at(-2)! + offerCSV.at(-1)!))).toBe(used);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });
});
