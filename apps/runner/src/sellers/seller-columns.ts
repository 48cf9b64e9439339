import type { SellerRow } from '@smart-ingestor/contracts';
import type { Column } from '../output/column';
import { agoText, isoText } from '../output/words';

/** The columns of `sellers` in every format. Without `fetched` only the id is known: a live offer named it. */
export const sellerColumns = (nowMs: number): readonly Column<SellerRow>[] => [
  { key: 'domain', value: (row) => row.domainId, alignRight: true },
  { key: 'seller', value: (row) => row.sellerId },
  { key: 'name', value: (row) => row.seller?.name ?? null, widthMax: 40 },
  { key: 'rating', value: (row) => row.seller?.ratingPercent ?? null, text: (row) => `${row.seller?.ratingPercent}%`, alignRight: true },
  { key: 'ratings', value: (row) => row.seller?.ratingCount ?? null, alignRight: true },
  { key: 'fba', value: (row) => (row.seller === null ? null : row.seller.hasFba ? 'yes' : 'no') },
  { key: 'scammer', value: (row) => (row.seller === null ? null : row.seller.isScammer ? 'yes' : 'no') },
  {
    key: 'fetched',
    value: (row) => (row.fetchedMs === null ? null : isoText(row.fetchedMs)),
    text: (row) => agoText(row.fetchedMs ?? nowMs, nowMs),
  },
];
