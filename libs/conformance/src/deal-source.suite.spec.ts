import { bareRow, type BestSellerList, type BestSellersRequest, type DealSource, type ListPage, type ListSource } from '@smart-ingestor/contracts';
import { describeDealSource } from './deal-source.suite';
import { brokenLaws } from './laws-of';

const REQUEST: BestSellersRequest = { endpoint: 'bestsellers', domainId: 1, category: '283155' };
const HOUR_MS = 3_600_000;
const entryOf = (asin: string) => bareRow(1, asin, 1);
const pageOf = ({ asins, problems }: BestSellerList): ListPage => ({
  entries: asins.map(entryOf),
  rowCount: asins.length + problems.length,
  problems,
});

/** An honest list of one request. */
const HONEST: ListSource<BestSellersRequest> = {
  ...{ name: 'honest', domainId: 1, feedHash: 'h1' },
  list: { everyMs: HOUR_MS, revisitAfterMs: HOUR_MS, pageOf },
  nextRequest: ({ pagesRead }) => (pagesRead === 0 ? REQUEST : null),
  plan: () => ({ coverage: 'best sellers', request: REQUEST, requestsAtMost: 1, itemsAtMost: 10_000 }),
};
const broken = (change: Partial<ListSource<BestSellersRequest>>) => () =>
  describeDealSource('broken', () => ({ ...HONEST, ...change }) as DealSource);
const listed = (terms: Partial<ListSource<BestSellersRequest>['list']>) => broken({ list: { ...HONEST.list, ...terms } });

let made = 0;

const CONTROLS: readonly (readonly [string, () => void, string])[] = [
  [
    'whose hash changes with every instance',
    () => describeDealSource('broken', () => ({ ...HONEST, feedHash: `h${(made += 1)}` }) as DealSource),
    'a hash',
  ],
  [
    'that asks in another shop',
    broken({ nextRequest: ({ pagesRead }) => (pagesRead === 0 ? { ...REQUEST, domainId: 3 } : null) }),
    'within its own domain',
  ],
  [
    'that begins where the last pass ended',
    broken({ nextRequest: ({ lastRowCount }) => (lastRowCount === null ? REQUEST : null) }),
    'whatever the pass before',
  ],
  ['that never ends', broken({ nextRequest: () => REQUEST }), 'ends every pass'],
  ['that asks more than it announced', broken({ nextRequest: ({ pagesRead }) => (pagesRead < 2 ? REQUEST : null) }), 'ends every pass'],
  ['that announces another request', broken({ plan: () => ({ ...HONEST.plan(), request: { ...REQUEST, category: '1' } }) }), 'has a plan'],
  ['that lists more than it announced', broken({ plan: () => ({ ...HONEST.plan(), itemsAtMost: 1 }) }), 'no more than its plan'],
  [
    'that lists an entry twice',
    listed({ pageOf: (list) => ({ ...pageOf(list), entries: [...list.asins, ...list.asins].map(entryOf) }) }),
    'each once',
  ],
  ['that counts nothing', listed({ pageOf: (list) => ({ ...pageOf(list), rowCount: 0 }) }), 'counts what was sent'],
  ['that hides what could not be read', listed({ pageOf: (list) => ({ ...pageOf(list), problems: [] }) }), 'could not be read'],
  ['that buys again after it has forgotten', listed({ revisitAfterMs: 30 * 24 * HOUR_MS }), 'is remembered'],
  ['that is read in a loop', listed({ everyMs: 0 }), 'an hour later'],
];

describe('The suite of sources', () => {
  it('is passed by an honest list', async () => {
    expect(await brokenLaws(() => describeDealSource('honest', () => HONEST as DealSource))).toEqual([]);
  });

  it.each(CONTROLS)('is not passed by one %s', async (_, suite, law) => {
    expect(await brokenLaws(suite, law)).toHaveLength(1);
  });
});
