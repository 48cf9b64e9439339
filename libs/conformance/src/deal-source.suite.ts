import type { DealSource, FeedRow, GivenPage, ListSource, PassProgress, SourceRequest } from '@smart-ingestor/contracts';
import { sourceAnswer, unknownAnswer } from './source-answers';

const HOUR_MS = 3_600_000;
/** Finished items are remembered for 14 days: an entry that is revisited later would be bought again unawares. */
const REVISIT_MAX_MS = 14 * 24 * HOUR_MS;
const ASIN = /^[A-Z0-9]{10}$/;
const START: PassProgress = { pagesRead: 0, lastRowCount: null };
/** More than any pass may have: 10,000 deals are 67 pages. */
const STEPS_MAX = 10_000;

/** What the pipeline relies on, for any `DealSource`. Call it in a spec: `describeDealSource('my-list', () => new MyList(options))`. */
export function describeDealSource(name: string, makeSource: () => DealSource): void {
  describe(`${name} as a DealSource`, () => {
    it('has a name, a domain and a hash that another instance with the same options has too', () => {
      const source = makeSource();
      expect(source.name).toMatch(/\S/);
      expect(Number.isInteger(source.domainId)).toBe(true);
      expect(source.feedHash).toMatch(/^\S{1,64}$/);
      expect(makeSource().feedHash).toBe(source.feedHash);
    });

    it('begins a pass with the same step, whatever the pass before ended with, and asks within its own domain', () => {
      const source = makeSource();
      const first = source.nextRequest(START);
      expect(first).not.toBeNull();
      expect(source.nextRequest({ pagesRead: 0, lastRowCount: 0 })).toEqual(first);
      expect(makeSource().nextRequest(Object.freeze({ ...START }))).toEqual(first);
      for (const request of requestsOf(source, 10_000)) expect(domainOf(request)).toBe(source.domainId);
    });

    it('ends every pass, with full pages and with empty ones, within the requests that its plan announces', () => {
      for (const rows of [0, 1, 149, 150, 10_000]) {
        const source = makeSource();
        expect(requestsOf(source, rows).length).toBeLessThanOrEqual(source.plan().requestsAtMost);
      }
    });

    it('has a plan that tells what it fetches, beginning with the request that a pass begins with', () => {
      const source = makeSource();
      const { coverage, request, requestsAtMost, itemsAtMost } = source.plan();
      expect(coverage).toMatch(/\S/);
      const first = source.nextRequest(START)!;
      expect(request).toEqual('given' in first ? null : first);
      expect(Number.isInteger(requestsAtMost) && requestsAtMost >= (request === null ? 0 : 1)).toBe(true);
      expect(Number.isInteger(itemsAtMost) && itemsAtMost >= 0).toBe(true);
      expect(source.plan()).toEqual(source.plan());
    });

    it('lists entries of its own domain, each once, no more than its plan announces, and counts what was sent', () => {
      const source = makeSource();
      if (!isList(source)) return;
      const asins: string[] = [];
      for (const page of pagesOf(source)) {
        expectEntries(page.entries, source.domainId);
        expect(page.rowCount).toBeGreaterThanOrEqual(page.entries.length);
        asins.push(...page.entries.map(({ asin }) => asin));
      }
      expect(asins.length).toBeGreaterThan(0);
      expect(asins.length).toBeLessThanOrEqual(source.plan().itemsAtMost);
    });

    it('passes on what could not be read, and finds nothing where Keepa knows of nothing', () => {
      const source = makeSource();
      if (!isList(source)) return;
      const [request] = requestsOf(source, 0);
      if (request === undefined) return;
      expect(source.list.pageOf(sourceAnswer(request, 3, true)).problems.length).toBeGreaterThan(0);
      expect(source.list.pageOf(unknownAnswer(request)).entries).toEqual([]);
    });

    it('comes round at least an hour later, and buys an entry again while its last purchase is remembered', () => {
      const source = makeSource();
      if (!isList(source)) return;
      expect(source.list.everyMs).toBeGreaterThanOrEqual(HOUR_MS);
      expect(source.list.revisitAfterMs).toBeGreaterThanOrEqual(HOUR_MS);
      expect(source.list.revisitAfterMs).toBeLessThanOrEqual(REVISIT_MAX_MS);
    });
  });
}

function isList(source: DealSource): source is ListSource {
  return source.list !== null;
}

/** The steps of a pass in which every answer has `rows` rows. */
function stepsOf(source: DealSource, rows: number): (SourceRequest | GivenPage)[] {
  const steps: (SourceRequest | GivenPage)[] = [];
  for (let progress = START; steps.length <= STEPS_MAX;) {
    const step = source.nextRequest(progress);
    if (step === null) return steps;
    steps.push(step);
    progress = { pagesRead: steps.length, lastRowCount: 'given' in step ? step.given.rowCount : rows };
  }
  throw new Error(`the pass has not ended after ${STEPS_MAX} steps`);
}

function requestsOf(source: DealSource, rows: number): SourceRequest[] {
  return stepsOf(source, rows).filter((step): step is SourceRequest => !('given' in step));
}

function pagesOf(source: ListSource) {
  return stepsOf(source, 3).map((step) => ('given' in step ? step.given : source.list.pageOf(sourceAnswer(step, 3))));
}

function domainOf(request: SourceRequest): number {
  return request.endpoint === 'deal' ? request.selection.domainId : request.domainId;
}

function expectEntries(entries: readonly FeedRow[], domainId: number): void {
  for (const entry of entries) {
    expect(entry.domainId).toBe(domainId);
    expect(entry.asin).toMatch(ASIN);
  }
  expect(new Set(entries.map(({ asin }) => asin)).size).toBe(entries.length);
}
