import type { DealPage, DealPageRequest, FeedRow } from '@smart-ingestor/contracts';
import { keepaMinutesToMs, type KeepaEnvelope, msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import fc from 'fast-check';
import { parseKeepaJson } from '../json/keepa-json';
import { describeRecorded, recorded } from '../testing/recorded-samples';
import { byIndex, dealObject, dealPageText, DIALECTS, SERVER_END_MS, UNKNOWN_ROOT, UPDATED_MS } from '../testing/synthetic-bodies';
import { decodeDealPage } from './deal-page';

const USED: DealPageRequest = { endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 };

function decoded(rows: readonly unknown[], dialect = DIALECTS[0]!): DealPage {
  return decodeDealPage(parseKeepaJson(dealPageText(dialect, rows)) as KeepaEnvelope, USED, SERVER_END_MS)!;
}

describe.each(DIALECTS)('a deal page with %s members', (dialect) => {
  it('becomes feed rows of the price type that was asked for', () => {
    expect(decoded([dealObject()], dialect)).toEqual({
      rowCount: 1,
      problems: [],
      rows: [
        {
          domainId: 1,
          asin: '0000000001',
          title: 'An Invented Book & Its <b>Title</b>',
          imageName: '41abC+dEfgL.jpg',
          rootCategory: '283155',
          priceType: 2,
          lastUpdateMs: UPDATED_MS,
          createdMs: UPDATED_MS - 86_400_000,
          currentMinor: 2000,
          avgDayMinor: null,
          avgWeekMinor: 3000,
          avgMonthMinor: 4000,
          avg90Minor: 5000,
          drop90Percent: 60,
          salesRank: 120_000,
          salesRankDrops30: 7,
          salesRankDrops90: null,
          newOfferCount: 4,
          usedOfferCount: 9,
          rating: 45,
          reviewCount: 312,
        },
      ],
    });
  });

  it('keeps the unknown root category to its last digit', () => {
    const [unknown, none] = decoded([dealObject({ rootCat: UNKNOWN_ROOT as never }), dealObject({ rootCat: 0 })], dialect).rows;
    expect([unknown!.rootCategory, none!.rootCategory]).toEqual(['9223372036854775807', null]);
  });
});

describe('a deal page', () => {
  it('that is empty is not one that is missing', () => {
    expect(decoded([])).toEqual({ rows: [], rowCount: 0, problems: [] });
    for (const deals of [undefined, null, {}, [], { dr: null }]) {
      expect(decodeDealPage({ deals } as unknown as KeepaEnvelope, USED, SERVER_END_MS)).toBeNull();
    }
  });

  it('counts an unreadable row, says what is wrong with it, and keeps the others', () => {
    const page = decoded([dealObject({ asin: 'B0CS6RL7D' }), null, 7, dealObject({ asin: '0000000002', lastUpdate: undefined }), dealObject()]);
    expect(page.rowCount).toBe(5);
    expect(page.rows.map((row) => row.asin)).toEqual(['0000000001']);
    expect(page.problems.map((problem) => problem.asin)).toEqual([null, null, null, '0000000002']);
  });

  it('takes no time for data that is a day ahead of the server or two weeks behind it, as a wrong epoch makes it', () => {
    const at = (hours: number) => msToKeepaMinutes(SERVER_END_MS + hours * 3_600_000);
    const elevenYears = 11 * 365 * 24;
    for (const lastUpdate of [at(25), at(elevenYears), at(-elevenYears), at(-14 * 24), 2 ** 40]) {
      expect(decoded([dealObject({ lastUpdate })])).toMatchObject({
        rows: [],
        problems: [{ asin: '0000000001', message: expect.stringContaining('lastUpdate') as string }],
      });
    }
    expect(decoded([dealObject({ creationDate: at(25) })]).problems).toHaveLength(1);
    expect(decoded([dealObject({ lastUpdate: at(23), creationDate: at(-63 * 24) }), dealObject({ lastUpdate: at(-23) })]).rows).toHaveLength(2);
  });

  it('knows no drop where a price is missing, although Keepa writes 0', () => {
    const missing = [byIndex({}), byIndex({}), byIndex({}), byIndex({ 2: -2 })];
    expect(decoded([dealObject({ avg: missing })]).rows[0]).toMatchObject({ avg90Minor: null, drop90Percent: null, currentMinor: 2000 });
    expect(decoded([dealObject({ current: byIndex({ 2: -1 }) })]).rows[0]).toMatchObject({ currentMinor: null, drop90Percent: null });
    const dearer = [[], [], [], byIndex({ 2: -100 })];
    expect(decoded([dealObject({ deltaPercent: dearer })]).rows[0]).toMatchObject({ drop90Percent: -100 });
  });

  it('reads rows of any length and kind without throwing, each either a row or a problem', () => {
    const members = fc.constantFrom(...Object.keys(dealObject()), '__proto__');
    const junk = fc.dictionary(
      members,
      fc.oneof(fc.anything(), fc.array(fc.integer({ min: -3 })), fc.array(fc.array(fc.integer()), { maxLength: 5 })),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            junk.map((change) => ({ ...dealObject(), ...change })),
            fc.anything(),
          ),
        ),
        (rows) => {
          const page = decodeDealPage({ deals: { dr: rows } } as unknown as KeepaEnvelope, USED, SERVER_END_MS)!;
          expect(page.rows.length + page.problems.length).toBe(rows.length);
          for (const row of page.rows) {
            expect(row.asin).toMatch(/^[A-Z0-9]{10}$/);
            for (const value of [row.currentMinor, row.avg90Minor, row.salesRank, row.newOfferCount, row.reviewCount])
              if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});

interface SentRow {
  readonly asin: string;
  readonly lastUpdate: number;
  readonly rootCat: number | bigint;
}

describeRecorded('a recorded deal page', () => {
  const pages = [...recorded('deal'), ...recorded('bulk/deal')];

  it('is decoded row by row without a problem, and obeys the laws of a feed row', () => {
    let rows = 0;
    for (const { name, text } of pages) {
      const envelope = parseKeepaJson(text()) as KeepaEnvelope;
      const page = decodeDealPage(envelope, USED, envelope.timestamp + envelope.processingTimeInMs)!;
      const sent = (envelope.deals as { dr: SentRow[] }).dr;
      expect(page.problems).toEqual([]);
      expect(page.rowCount).toBe(sent.length);
      expect(page.rows.map((row) => row.asin)).toEqual(sent.map((row) => row.asin));
      expect(page.rows.map((row) => row.lastUpdateMs)).toEqual(sent.map((row) => keepaMinutesToMs(row.lastUpdate)));
      expect(page.rows.map((row) => row.rootCategory)).toEqual(sent.map((row) => `${row.rootCat}`));
      expect([name, page.rows.map((row) => row.drop90Percent)]).toEqual([name, page.rows.map(dropByLaw)]);
      rows += page.rows.length;
    }
    expect(pages.length).toBeGreaterThan(70);
    expect(rows).toBeGreaterThan(9000);
  });
});

/** Measured over 577,399 cells: rounded half up, clamped to −1000 and 99. */
function dropByLaw({ currentMinor, avg90Minor }: FeedRow): number | null {
  if (currentMinor === null || avg90Minor === null) return null;
  return Math.min(99, Math.max(-1000, Math.floor((100 * (avg90Minor - currentMinor)) / avg90Minor + 0.5)));
}
