import { DEAL_SOURCE, type DealSource, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { BOOKS_US } from './books-us';
import { DealFeed } from './deal-feed';
import { dealFeedOptions } from './options';
import { dealFeedPlugin } from './plugin';

function feed(options: object = {}): DealFeed {
  return new DealFeed(dealFeedOptions.parse(options));
}

/** Reads a feed of which only this many rows exist; the pages that were asked for. */
function pagesOfPass(source: DealFeed, rows: number): number[] {
  const pages: number[] = [];
  let lastRowCount: number | null = null;
  for (let request = source.nextRequest({ pagesRead: 0, lastRowCount }); request !== null;) {
    pages.push(request.page);
    lastRowCount = Math.min(150, Math.max(0, rows - 150 * request.page));
    request = source.nextRequest({ pagesRead: pages.length, lastRowCount });
  }
  return pages;
}

describe('A pass', () => {
  it('begins with page 0 and carries the selection without its page', () => {
    const selection = { ...BOOKS_US, page: 3 };
    expect(feed({ selection }).nextRequest({ pagesRead: 0, lastRowCount: null })).toEqual({ endpoint: 'deal', selection: BOOKS_US, page: 0 });
  });

  it('ends with the first page that is not full', () => {
    expect(pagesOfPass(feed(), 0)).toEqual([0]);
    expect(pagesOfPass(feed(), 149)).toEqual([0]);
    expect(pagesOfPass(feed(), 778)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('asks once more after a full page, because only an empty one tells that nothing follows', () => {
    expect(pagesOfPass(feed(), 150)).toEqual([0, 1]);
  });

  it("ends at Keepa's 10,000 results, or at maxPages", () => {
    expect(pagesOfPass(feed(), 1_000_000)).toHaveLength(67);
    expect(pagesOfPass(feed({ maxPages: 2 }), 1_000_000)).toEqual([0, 1]);
  });

  it('begins anew whatever the last page of the pass before had', () => {
    expect(feed().nextRequest({ pagesRead: 0, lastRowCount: 12 })).toMatchObject({ page: 0 });
  });
});

describe('The head', () => {
  it('is the same query, newest deals first', () => {
    expect(feed().headRequest(0)).toEqual({ endpoint: 'deal', selection: { ...BOOKS_US, sortType: 1 }, page: 0 });
    expect(feed().headRequest(2)).toMatchObject({ page: 2 });
  });

  it('has no more pages than the feed', () => {
    expect(feed().headRequest(66)).not.toBeNull();
    expect(feed().headRequest(67)).toBeNull();
    expect(feed({ maxPages: 2 }).headRequest(2)).toBeNull();
  });
});

describe('The hash of a feed', () => {
  it('is that of its query, whatever the order of the members, the page or the limit of pages', () => {
    const backward = Object.fromEntries(Object.entries(BOOKS_US).reverse());
    expect(feed({ selection: backward }).feedHash).toBe(feed().feedHash);
    expect(feed({ selection: { ...BOOKS_US, page: 4 }, maxPages: 1 }).feedHash).toBe(feed().feedHash);
    expect(feed().feedHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('changes with every value, nested ones too', () => {
    const hashes = [{}, { sortType: 1 }, { currentRange: [500, 45_101] }, { domainId: 3 }, { author: ['a', 'b'] }, { author: ['b', 'a'] }].map(
      (change) => feed({ selection: { ...BOOKS_US, ...change } }).feedHash,
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('takes category ids beyond 2^53', () => {
    const withId = (id: bigint): string => feed({ selection: { ...BOOKS_US, excludeCategories: [id] } }).feedHash;
    expect(withId(9_223_372_036_854_775_807n)).not.toBe(withId(9_223_372_036_854_775_806n));
  });
});

describe('The options of deal-feed', () => {
  const problemsOf = (options: object): string[] => dealFeedOptions.safeParse(options).error?.issues.map((issue) => issue.message) ?? [];

  it('default to used books on amazon.com', () => {
    expect(dealFeedOptions.parse(undefined)).toEqual({ selection: BOOKS_US, maxPages: 67 });
    expect(feed().domainId).toBe(1);
  });

  it('take the selection verbatim, members that are not known here included', () => {
    const selection = { domainId: 1, priceTypes: [0], newKeepaMember: ['x'] };
    expect(dealFeedOptions.parse({ selection }).selection).toEqual(selection);
  });

  it('take the domain as keepa.com shows it, as text', () => {
    expect(dealFeedOptions.parse({ selection: { ...BOOKS_US, domainId: '1' } }).selection.domainId).toBe(1);
  });

  it('take the domain from either place', () => {
    expect(feed({ selection: { ...BOOKS_US, domainId: 3 } }).domainId).toBe(3);
    expect(feed({ domain: 3, selection: { priceTypes: [2] } }).domainId).toBe(3);
    expect(feed({ domain: 1 }).domainId).toBe(1);
  });

  it('refuse two domains that disagree', () => {
    expect(problemsOf({ domain: 3 })).toEqual([expect.stringMatching(/^domain is 3, but the selection's domainId is 1\. .*/)]);
    expect(problemsOf({ domain: 1, selection: { ...BOOKS_US, domainId: '3' } })).toHaveLength(1);
  });

  it('refuse every other number in quotes, with a message that names it', () => {
    expect(problemsOf({ selection: { ...BOOKS_US, dateRange: '4' } })).toEqual([expect.stringContaining('dateRange')]);
    expect(problemsOf({ selection: { ...BOOKS_US, dateRange: '3' } })).toEqual([expect.stringContaining('dateRange')]);
    expect(problemsOf({ selection: { ...BOOKS_US, domainId: 'one' } })).toEqual([expect.stringContaining('domainId')]);
  });

  it('name all problems of a selection at once', () => {
    expect(problemsOf({ selection: { ...BOOKS_US, dateRange: 7, priceTypes: [1, 2], sortType: 9 } })).toHaveLength(3);
    expect(problemsOf({ selection: {} })).toEqual([expect.stringContaining('domainId'), expect.stringContaining('priceTypes')]);
  });

  it('ignore the page of the selection, whatever it says', () => {
    expect(dealFeedOptions.parse({ selection: { ...BOOKS_US, page: '99' } }).selection).toEqual(BOOKS_US);
  });

  it.each([0, 68, 1.5, '3'])('refuse maxPages %p', (maxPages) => {
    expect(problemsOf({ maxPages })).toEqual([
      `maxPages is a whole number from 1 to 67 (Keepa serves 10,000 deals of a query), not ${JSON.stringify(maxPages)}.`,
    ]);
  });

  it('refuse what they do not know', () => {
    expect(problemsOf({ select: BOOKS_US })).toHaveLength(1);
    expect(problemsOf({ selection: './selection.json' })).toEqual(["selection is Keepa's deal query, an object."]);
  });
});

describe('The plugin of deal-feed', () => {
  it('resolves from a container', () => {
    const child = container.createChildContainer();
    child.registerInstance<unknown>(PROVIDER_OPTIONS, dealFeedOptions.parse(undefined));
    child.register<DealSource>(DEAL_SOURCE, { useClass: DealFeed });
    expect(dealFeedPlugin).toMatchObject({ slot: DEAL_SOURCE, useClass: DealFeed });
    expect(child.resolve<DealSource>(DEAL_SOURCE).name).toBe(dealFeedPlugin.name);
  });
});
