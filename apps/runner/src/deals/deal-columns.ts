import type { DealRow } from '@smart-ingestor/contracts';
import type { Column } from '../output/column';
import { mainUnits, moneyText } from '../output/money';
import { agoText, isoText, timeText } from '../output/words';

function money(key: string, minorOf: (row: DealRow) => number | null): Column<DealRow> {
  return {
    key,
    value: (row) => mainUnits(minorOf(row), row.domain),
    text: (row) => moneyText(minorOf(row), row.domain),
    alignRight: true,
  };
}

function amount(key: string, valueOf: (row: DealRow) => number | null): Column<DealRow> {
  return { key, value: valueOf, alignRight: true };
}

/** The columns of `deals` in every format. Money in the shop's currency, as the filters take it; `verified` is the latest sighting of any kind. */
export const dealColumns = (nowMs: number): readonly Column<DealRow>[] => [
  amount('domain', (row) => row.domain),
  { key: 'asin', value: (row) => row.asin },
  { key: 'title', value: (row) => row.title, widthMax: 40 },
  money('price', (row) => row.price),
  money('avg90', (row) => row.avg90),
  { ...amount('drop', (row) => row.dropPercent), text: (row) => `${row.dropPercent}%` },
  amount('rank', (row) => row.rank),
  amount('rankDrops', (row) => row.rankDrops90),
  amount('offers', (row) => row.offers),
  money('margin', (row) => row.margin),
  { key: 'updated', value: (row) => isoText(row.updatedMs), text: (row) => timeText(row.updatedMs) },
  { key: 'verified', value: (row) => isoText(row.seenMs), text: (row) => agoText(row.seenMs, nowMs) },
  { key: 'link', value: (row) => row.link },
];
