import type { DealRow } from '@smart-ingestor/contracts';
import { dealColumns } from '../deals/deal-columns';
import { renderRows } from './render-rows';

const NOW = Date.UTC(2026, 0, 2, 6, 34, 5);
const DEAL_COLUMNS = dealColumns(NOW);

const BOOK: DealRow = {
  domain: 1,
  asin: '0123456789',
  title: 'The "Long" Way Home, and a subtitle that nobody ever reads to its end',
  price: 1299,
  avg90: 2000,
  dropPercent: 35,
  rank: 12345,
  rankDrops90: 9,
  offers: 4,
  margin: -50,
  updatedMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  seenMs: Date.UTC(2026, 0, 2, 3, 34, 5),
  link: 'https://www.amazon.com/dp/0123456789',
};
const YEN: DealRow = { ...BOOK, domain: 5, asin: 'B000000001', title: 'Bad\u001b[31m title', price: 1299, avg90: null, dropPercent: null, margin: 7 };
const ROWS = [BOOK, YEN];

describe('rows in every format', () => {
  it('aligns a table, cuts long titles, marks unknown values, keeps yen whole and control characters away from the terminal', () => {
    expect(renderRows('table', DEAL_COLUMNS, ROWS, 'deals')).toBe(
      [
        'domain  asin        title                                     price  avg90  drop   rank  rankDrops  offers  margin  updated               verified  link',
        '     1  0123456789  The "Long" Way Home, and a subtitle tha…  12.99  20.00   35%  12345          9       4   -0.50  2026-01-02 03:04:05Z  3h ago    https://www.amazon.com/dp/0123456789',
        '     5  B000000001  Bad [31m title                             1299      –     –  12345          9       4       7  2026-01-02 03:04:05Z  3h ago    https://www.amazon.com/dp/0123456789',
        '',
      ].join('\n'),
    );
  });

  it('writes csv with a header, quotes where needed and empty cells for unknown values', () => {
    expect(renderRows('csv', DEAL_COLUMNS, ROWS, 'deals')).toBe(
      [
        'domain,asin,title,price,avg90,drop,rank,rankDrops,offers,margin,updated,verified,link',
        '1,0123456789,"The ""Long"" Way Home, and a subtitle that nobody ever reads to its end",12.99,20,35,12345,9,4,-0.5,2026-01-02T03:04:05.000Z,2026-01-02T03:34:05.000Z,https://www.amazon.com/dp/0123456789',
        '5,B000000001,Bad\u001b[31m title,1299,,,12345,9,4,7,2026-01-02T03:04:05.000Z,2026-01-02T03:34:05.000Z,https://www.amazon.com/dp/0123456789',
        '',
      ].join('\n'),
    );
  });

  it('writes one JSON object a line as ndjson, and the same objects as a JSON array', () => {
    const lines = renderRows('ndjson', DEAL_COLUMNS, ROWS, 'deals').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toEqual({
      ...{ domain: 1, asin: '0123456789', title: BOOK.title, price: 12.99, avg90: 20, drop: 35, rank: 12345, rankDrops: 9, offers: 4, margin: -0.5 },
      ...{ updated: '2026-01-02T03:04:05.000Z', verified: '2026-01-02T03:34:05.000Z', link: BOOK.link },
    });
    expect(JSON.parse(renderRows('json', DEAL_COLUMNS, ROWS, 'deals'))).toEqual(lines.map((line) => JSON.parse(line) as unknown));
  });

  it.each([
    ['table', 'No deals found.\n'],
    ['csv', 'domain,asin,title,price,avg90,drop,rank,rankDrops,offers,margin,updated,verified,link\n'],
    ['json', '[]\n'],
    ['ndjson', ''],
  ] as const)('without rows %s is %j', (format, text) => {
    expect(renderRows(format, DEAL_COLUMNS, [], 'deals')).toBe(text);
  });
});
