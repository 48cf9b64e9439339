import { marginAfterFees } from '@smart-ingestor/contracts';
import { MarketPlaces } from './market-place';
import { DEFAULT_SIMULATOR_OPTIONS } from './simulator-options';
import { type DealRow, SimulatedAccount } from './testing/simulated-account';

const USED = 2;

const SEED = 1;

describe('the default catalogue', () => {
  it('shows about 1,200 used books 10 % below their average, 100 new ones an hour, 30 to 50 % of them worth buying', async () => {
    const account = new SimulatedAccount({ seed: SEED, catalogueSize: undefined, refillPerMinute: 1_000 });
    const rows = await account.allRows();
    expect(Math.abs(rows.length - 1_200)).toBeLessThan(120);

    const lastHour = rows.filter(({ lastUpdate }) => lastUpdate > Math.max(...rows.map((row) => row.lastUpdate)) - 60).length;
    expect(Math.abs(lastHour - 100)).toBeLessThan(30);

    // Sold at the 90-day average, bought at the current price; fees from the catalogue, because 1,200 products would take their time.
    const { catalogue } = new MarketPlaces(SEED, DEFAULT_SIMULATOR_OPTIONS.catalogueSize, account.clock.nowMs()).of(1);
    const isProfitable = ({ asin, avg, current }: DealRow): boolean => {
      const { referralPercent, pickAndPackMinor, closingMinor } = catalogue.find(asin)!;
      return marginAfterFees(avg[3]![USED]!, current[USED]!, { referralPercent, pickAndPackMinor, variableClosingMinor: closingMinor })! > 0;
    };
    const share = rows.filter(isProfitable).length / rows.length;
    expect(share).toBeGreaterThanOrEqual(0.3);
    expect(share).toBeLessThanOrEqual(0.5);
  });
});
