import 'reflect-metadata';
import { cursorOf, dealOf, feedMoveOf, newItemOf, rawResponseOf, readingOf, reserveRequestOf } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '../sqlite/sqlite-deal-store';
import { sqliteOptions } from '../sqlite/sqlite-options';

const NOW = 1_767_225_600_000;
const DEALS_PER_COMMIT = 150;
/** The lease of the feed that a killed process left behind has run out by the next page. */
const LEASE_MS = 150_000;

/** `commits <file> <from>`: one page after another until it is killed; the n-th sets the cursor to n. Prints n once page n is durable. */
async function main(path: string, from: number): Promise<void> {
  const store = new SqliteDealStore(sqliteOptions.parse({ path }));
  await store.open();
  await store.observe('acc', readingOf());
  for (let page = from; ; page += 1) {
    const callId = `page-${page}-of-${process.pid}`;
    const asins = Array.from({ length: DEALS_PER_COMMIT }, (_, n) => `P${page}N${n}`);
    await store.reserve(reserveRequestOf(callId, { nowMs: NOW + page }));
    await store.commit({
      settlement: { callId, reading: readingOf({ serverEndMs: NOW + page, tokensConsumed: 5 }) },
      raw: rawResponseOf(JSON.stringify(asins)),
      newItems: asins.map((asin) => newItemOf({ asin })),
      deals: asins.map((asin) => dealOf({ asin })),
      observations: asins.map((asin) => ({ domainId: 1, asin, observations: [{ priceType: 2, atMs: NOW, value: page }] })),
      feed: await feedMoveOf(store, cursorOf({ pagesRead: page }), NOW + page * LEASE_MS),
      nowMs: NOW + page,
    });
    // A string: newer Nodes colour a number where Nx asks for colour.
    console.log(String(page));
  }
}

const [path, from] = process.argv.slice(2);
void main(path!, Number(from));
