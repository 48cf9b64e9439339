import { dealOf, productOf } from '@smart-ingestor/conformance';
import { reinterpreted } from './reinterpretation';

const KNOWN = dealOf({
  product: productOf({
    brand: 'known',
    eans: ['1'],
    monthlySold: 5,
    fees: { referralPercent: 15, pickAndPackMinor: 500, variableClosingMinor: 180 },
  }),
});
const TOLD = productOf({ brand: null, eans: [], monthlySold: 7, fees: { referralPercent: 10, pickAndPackMinor: null, variableClosingMinor: null } });

describe('A product that was read anew', () => {
  it('replaces what a purchase brought as a whole, margin and all', () => {
    expect(reinterpreted(KNOWN, TOLD, new Set(['commit']))).toEqual({ ...KNOWN, product: TOLD, marginMinor: null });
    expect(reinterpreted(KNOWN, TOLD, new Set(['commit', 'peek']))?.product).toEqual(TOLD);
  });

  it('from a refresh takes nothing away that it does not tell', () => {
    const fees = { referralPercent: 10, pickAndPackMinor: 500, variableClosingMinor: 180 };
    expect(reinterpreted(KNOWN, TOLD, new Set())).toEqual({
      ...KNOWN,
      product: { ...KNOWN.product, monthlySold: 7, fees },
      marginMinor: 4_000 - 400 - 680 - 1_500,
    });
  });

  it('from a peek, or older than what is known, changes nothing', () => {
    expect(reinterpreted(KNOWN, TOLD, new Set(['peek']))).toBeNull();
    expect(reinterpreted(KNOWN, { ...TOLD, lastUpdateMs: KNOWN.product.lastUpdateMs - 1 }, new Set(['commit']))).toBeNull();
    expect(reinterpreted(KNOWN, { ...TOLD, lastUpdateMs: KNOWN.product.lastUpdateMs }, new Set(['commit']))).not.toBeNull();
  });
});
