import type { DealPage, DealPageRequest, DecodeProblem, FeedRow } from '@smart-ingestor/contracts';
import { type KeepaEnvelope, PriceType } from '@smart-ingestor/keepa-wire';
import { asinOrNull, categoryOrNull, countOrNull, elementsOf, type Members, membersOf, shortly, textOrNull, timeOrNull } from './read-value';

const DAY_MS = 86_400_000;
/** No clock is a day ahead of the server's; a time that is was decoded wrongly (once an epoch of 2000 instead of 2011). */
const AHEAD_MAX_MS = DAY_MS;
/** Keepa lists what was updated within the last 12 h, in recordings up to 23 h; older than this is no deal but a wrong epoch. */
const BEHIND_MAX_MS = 13 * DAY_MS;
/** Rows of the two-dimensional arrays. */
const RANGE = { day: 0, week: 1, month: 2, days90: 3 } as const;

/** `null`: the body holds no deals at all, which is not the same as an empty page. Never throws. */
export function decodeDealPage(envelope: KeepaEnvelope, { selection }: DealPageRequest, serverEndMs: number): DealPage | null {
  const sent = membersOf(envelope.deals)?.dr;
  if (!Array.isArray(sent)) return null;
  const rows: FeedRow[] = [];
  const problems: DecodeProblem[] = [];
  for (const element of sent as readonly unknown[]) {
    const row = membersOf(element);
    const decoded = row === null ? 'the row is no object' : decodeRow(row, selection.domainId, selection.priceTypes[0] ?? 0, serverEndMs);
    if (typeof decoded === 'string') problems.push({ asin: asinOrNull(row?.asin), message: decoded });
    else rows.push(decoded);
  }
  return { rows, rowCount: sent.length, problems };
}

/** The row, or what is wrong with it. */
function decodeRow(row: Members, domainId: number, priceType: number, serverEndMs: number): FeedRow | string {
  const asin = asinOrNull(row.asin);
  if (asin === null) return `asin is no ASIN: ${shortly(row.asin)}`;
  const lastUpdateMs = timeOrNull(row.lastUpdate);
  if (lastUpdateMs === null) return `lastUpdate is no time: ${shortly(row.lastUpdate)}`;
  const createdMs = timeOrNull(row.creationDate);
  if (createdMs === null) return `creationDate is no time: ${shortly(row.creationDate)}`;
  if (lastUpdateMs > serverEndMs + AHEAD_MAX_MS) return `lastUpdate ${shortly(row.lastUpdate)} is more than 24 h ahead of the server`;
  if (createdMs > serverEndMs + AHEAD_MAX_MS) return `creationDate ${shortly(row.creationDate)} is more than 24 h ahead of the server`;
  if (lastUpdateMs < serverEndMs - BEHIND_MAX_MS) return `lastUpdate ${shortly(row.lastUpdate)} is more than 13 days old`;
  const current = (index: number): number | null => countOrNull(elementsOf(row.current)[index]);
  const average = (range: number): number | null => countOrNull(cell(row.avg, range, priceType));
  const currentMinor = current(priceType);
  const avg90Minor = average(RANGE.days90);
  return {
    domainId,
    asin,
    title: textOrNull(row.title) ?? '',
    imageName: imageName(row.image),
    rootCategory: categoryOrNull(row.rootCat),
    priceType,
    lastUpdateMs,
    createdMs,
    currentMinor,
    avgDayMinor: average(RANGE.day),
    avgWeekMinor: average(RANGE.week),
    avgMonthMinor: average(RANGE.month),
    avg90Minor,
    // Where either price is missing Keepa writes 0, which would read as "no drop".
    drop90Percent: currentMinor === null || avg90Minor === null ? null : integerOrNull(cell(row.deltaPercent, RANGE.days90, priceType)),
    salesRank: current(PriceType.SALES_RANK),
    salesRankDrops30: countOrNull(row.salesRankDrops30),
    salesRankDrops90: countOrNull(row.salesRankDrops90),
    newOfferCount: current(PriceType.COUNT_NEW),
    usedOfferCount: current(PriceType.COUNT_USED),
    rating: current(PriceType.RATING),
    reviewCount: current(PriceType.COUNT_REVIEWS),
  };
}

function cell(table: unknown, range: number, priceType: number): unknown {
  return elementsOf(elementsOf(table)[range])[priceType];
}

function integerOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

/** Keepa spells the image's file name in US-ASCII codes. */
function imageName(codes: unknown): string | null {
  const printable = elementsOf(codes).filter((code): code is number => Number.isInteger(code) && (code as number) > 32 && (code as number) < 127);
  return printable.length === 0 || printable.length !== elementsOf(codes).length ? null : String.fromCharCode(...printable);
}
