import * as fc from 'fast-check';
import { deltaOf, deltaPercentOf } from './deal-object';
import { type DealRow, SimulatedAccount } from './testing/simulated-account';

const WAREHOUSE = 9;

describe('deltaPercent', () => {
  it.each([
    [1_000, 900, 10],
    [1_000, 904, 10],
    [1_000, 905, 10],
    [1_000, 906, 9],
    [200, 199, 1],
    [200, 201, 0],
    [200, 203, -1],
    [1_000, 1, 99],
    [10_000, 1, 99],
    [100, 1_100, -1_000],
    [100, 90_000, -1_000],
    [-1, 500, 0],
    [500, -1, 0],
    [0, 0, 0],
  ])('of an average of %i and a current %i is %i', (avg, current, percent) => {
    expect(deltaPercentOf(avg, current)).toBe(percent);
  });

  it('is the rounded share (halves up), at most 99 and at least -1000, and delta has its sign', () => {
    const price = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(price, price, (avg, current) => {
        const percent = deltaPercentOf(avg, current);
        const exact = (100 * (avg - current)) / avg;
        expect(deltaOf(avg, current)).toBe(avg - current);
        if (exact < 99 && exact >= -1_000) expect(percent - exact).toBeLessThanOrEqual(0.5);
        if (exact < 99 && exact >= -1_000) expect(exact - percent).toBeLessThan(0.5 + 1e-9);
        else expect(percent).toBe(exact >= 99 ? 99 : -1_000);
      }),
    );
  });
});

describe('a row of the feed', () => {
  let rows: DealRow[] = [];
  beforeAll(async () => {
    rows = await new SimulatedAccount().rows({ deltaPercentRange: [-1_000, 99], includeCategories: [] });
  });
  const everyCell = (visit: (row: DealRow, range: number, type: number) => void): void => {
    for (const row of rows) for (let range = 0; range < 4; range += 1) for (let type = 0; type < 34; type += 1) visit(row, range, type);
  };

  it('has 34 price types, and four averages of each: 48 hours, week, month, 90 days', () => {
    expect(rows).toHaveLength(150);
    const matrices = rows.flatMap(({ avg, delta, deltaPercent }) => [avg, delta, deltaPercent]);
    expect(new Set(matrices.map((matrix) => matrix.map((row) => row.length).join()))).toEqual(new Set(['34,34,34,34']));
    expect(new Set(rows.map(({ current }) => current.length))).toEqual(new Set([34]));
  });

  it('has delta = average - current exactly, and deltaPercent by its rule', () => {
    let [compared, missing] = [0, 0];
    const wrong: unknown[] = [];
    everyCell(({ asin, avg, current, delta, deltaPercent }, range, type) => {
      if (type === WAREHOUSE) return;
      const [mean, now] = [avg[range]![type]!, current[type]!];
      const isKnown = mean >= 0 && now >= 0;
      const percent = isKnown ? Math.max(-1_000, Math.min(99, Math.floor((100 * (mean - now)) / mean + 0.5))) : 0;
      const found = [delta[range]![type], deltaPercent[range]![type]];
      if (found[0] !== (isKnown ? mean - now : 0) || found[1] !== percent) wrong.push({ asin, range, type, mean, now, found });
      if (isKnown) compared += 1;
      else missing += 1;
    });
    expect(wrong).toEqual([]);
    expect([compared > 5_000, missing > 1_000]).toEqual([true, true]);
  });

  it('says -1 for both of the warehouse, and an average of -2 for a type without history', () => {
    for (const { avg, current, delta, deltaPercent } of rows) {
      expect(delta.concat(deltaPercent).map((row) => row[WAREHOUSE])).toEqual([-1, -1, -1, -1, -1, -1, -1, -1]);
      expect([avg[3]![8], current[8]]).toEqual([-2, -1]);
    }
  });

  it('agrees with the product as it was at the update of the deal', async () => {
    const account = new SimulatedAccount();
    const deals = (await account.rows()).slice(0, 20);
    const products = await account.products(
      deals.map(({ asin }) => asin),
      { update: '-1', stats: '90' },
    );
    deals.forEach((deal, place) => {
      const { lastUpdate, title, stats } = products[place]!;
      expect([lastUpdate, title]).toEqual([deal.lastUpdate, deal.title]);
      expect(stats!['current']!.slice(0, 34)).toEqual(deal.current);
      const avg90 = deal.avg[3]!.map((value) => (value === -2 ? -1 : value));
      expect(stats!['avg90']!.slice(0, 34)).toEqual(avg90);
    });
  });

  it('leaves nulls out and writes its members in alphabetical order', () => {
    expect(JSON.stringify(rows)).not.toContain('null');
    for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(row).sort());
  });
});
