import type { MinorUnits } from './money';

/** One row of the deal feed: already paid for with its page (5 tokens for up to 150). `null` is "no data". Of an entry of a list most is. */
export interface FeedRow {
  readonly domainId: number;
  readonly asin: string;
  readonly title: string;
  readonly imageName: string | null;
  /** Decimal text: Keepa's "unknown" root, 9223372036854775807, does not fit a number. */
  readonly rootCategory: string | null;
  /** The one price type that the feed was asked for (Keepa csv index). */
  readonly priceType: number;
  /** Keepa refreshed the information of this deal at this time: the version of the row. */
  readonly lastUpdateMs: number;
  readonly createdMs: number;
  readonly currentMinor: MinorUnits | null;
  /** Weighted averages of the price type: the last 48 hours, week, month, 90 days. */
  readonly avgDayMinor: MinorUnits | null;
  readonly avgWeekMinor: MinorUnits | null;
  readonly avgMonthMinor: MinorUnits | null;
  readonly avg90Minor: MinorUnits | null;
  /** Percent below the 90-day average; negative when dearer. */
  readonly drop90Percent: number | null;
  readonly salesRank: number | null;
  readonly salesRankDrops30: number | null;
  readonly salesRankDrops90: number | null;
  readonly newOfferCount: number | null;
  readonly usedOfferCount: number | null;
  /** 0 to 50. */
  readonly rating: number | null;
  readonly reviewCount: number | null;
}

/** A row of which nothing but the ASIN is known: an entry of a list. No version yet, no title; every value is "no data". */
export function bareRow(domainId: number, asin: string, priceType: number): FeedRow {
  return {
    ...{ domainId, asin, title: '', imageName: null, rootCategory: null, priceType, lastUpdateMs: 0, createdMs: 0 },
    ...{ currentMinor: null, avgDayMinor: null, avgWeekMinor: null, avgMonthMinor: null, avg90Minor: null, drop90Percent: null },
    ...{
      salesRank: null,
      salesRankDrops30: null,
      salesRankDrops90: null,
      newOfferCount: null,
      usedOfferCount: null,
      rating: null,
      reviewCount: null,
    },
  };
}
