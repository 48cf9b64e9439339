import type { AsinObservations, CommitOutcome, Deal, DealRow, DealsQuery, PriceObservation } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type DealFacts, factsOf, foldTitle, rangesOf, rowOf, SORT_FACTS } from '../rules/deal-facts';
import { type BulkInsert, chunks, insertReturning, insertRows, ROWS_PER_STATEMENT } from './bulk-sql';
import type { Tx } from './database';
import { DealEntity } from './entities/deal.entity';

/** `last_write` of a row: see the entity. */
const NEW_ROW = 2;
const CHANGED_ROW = 1;

const RENEWED_COLUMNS = [
  'job_id',
  'title',
  'title_folded',
  'root_category',
  'price_minor',
  'avg90_minor',
  'drop_percent',
  'sales_rank',
  'sales_rank_drops90',
  'offer_count',
  'margin_minor',
  'rejected_reason',
  'updated_ms',
  'last_seen_ms',
  'feed',
  'product',
];

/** A deal with its JSON. */
interface DealText {
  readonly deal: Deal;
  readonly feed: string;
  readonly product: string;
}

/**
 * In `DO UPDATE` a column without `excluded` is the old value: the row itself tells whether it changed, and nothing is read back to compare.
 * The last one is `staleAfterWrite`.
 */
const DEAL: BulkInsert<DealText> = {
  table: 'deal',
  columns: ['domain_id', 'asin', 'first_stored_ms', 'stale_since_ms', 'last_write', ...RENEWED_COLUMNS],
  values: ({ deal, feed, product }) => {
    const f = factsOf(deal);
    const facts = [f.title, f.titleFolded, f.rootCategory, f.priceMinor, f.avg90Minor, f.dropPercent, f.salesRank, f.salesRankDrops90, f.offerCount];
    const verdict = [f.marginMinor, f.rejectedReason, f.updatedMs, deal.lastSeenMs];
    const key = [deal.domainId, deal.asin, deal.firstStoredMs, deal.lastSeenMs, NEW_ROW, deal.jobId];
    return [...key, ...facts, ...verdict, feed, product];
  },
  conflict: `ON CONFLICT (domain_id, asin) DO UPDATE SET ${RENEWED_COLUMNS.map((c) => `${c} = excluded.${c}`).join(', ')},
    last_write = (feed IS NOT excluded.feed OR product IS NOT excluded.product OR margin_minor IS NOT excluded.margin_minor
      OR rejected_reason IS NOT excluded.rejected_reason),
    expired_ms = NULL, stale_since_ms = CASE WHEN stale_since_ms < 0 AND product IS excluded.product THEN stale_since_ms
      ELSE max(excluded.last_seen_ms, coalesce(answered_ms, 0)) END`,
};

const OBSERVATION: BulkInsert<PriceObservation & { readonly domainId: number; readonly asin: string }> = {
  table: 'price_observation',
  columns: ['domain_id', 'asin', 'price_type', 'at_ms', 'value'],
  values: (o) => [o.domainId, o.asin, o.priceType, o.atMs, o.value],
  conflict: 'ON CONFLICT (domain_id, asin, price_type, at_ms) DO UPDATE SET value = excluded.value',
};

/** ASINs in one `IN (…)`. */
const ASINS_PER_QUERY = 500;

/** Deals of one commit. */
export interface PreparedDeals {
  readonly first: readonly DealText[];
  readonly others: readonly Deal[];
}

/**
 * Of what a response brings the JSON is made before the transaction begins: nobody waits for the lock while this process writes text. Of more
 * deals than fit one statement only the first have theirs: 1,000 of 28 kB each took 1.35 times as long with all the text in memory at once.
 */
export function preparedDeals(deals: readonly Deal[]): PreparedDeals {
  return { first: deals.slice(0, ROWS_PER_STATEMENT).map(textOf), others: deals.slice(ROWS_PER_STATEMENT) };
}

function textOf(deal: Deal): DealText {
  return { deal, feed: JSON.stringify(deal.feed), product: JSON.stringify(deal.product) };
}

export async function upsertDeals(tx: Tx, { first, others }: PreparedDeals): Promise<Pick<CommitOutcome, 'dealsNew' | 'dealsChanged'>> {
  const writes = [...(await insertReturning<DealText, number>(tx, DEAL, first, 'last_write'))];
  for (const chunk of chunks(others, ROWS_PER_STATEMENT)) {
    writes.push(...(await insertReturning<DealText, number>(tx, DEAL, chunk.map(textOf), 'last_write')));
  }
  return { dealsNew: writes.filter((write) => write === NEW_ROW).length, dealsChanged: writes.filter((write) => write === CHANGED_ROW).length };
}

/** Deals whose product was read anew from what is stored: no sighting, so a row that has expired stays so. */
export async function rewriteDeals(tx: Tx, deals: readonly Deal[]): Promise<void> {
  for (const { domainId, asin, product, marginMinor } of deals) {
    await tx.query('UPDATE deal SET product = ?, margin_minor = ? WHERE domain_id = ? AND asin = ?', [
      JSON.stringify(product),
      marginMinor,
      domainId,
      asin,
    ]);
  }
}

export function upsertObservations(tx: Tx, observed: readonly AsinObservations[]): Promise<void> {
  const rows = observed.flatMap(({ domainId, asin, observations }) => observations.map((observation) => ({ domainId, asin, ...observation })));
  return insertRows(tx, OBSERVATION, rows);
}

/** The columns that a deal is made of. */
export const DEAL_FIELDS = [
  'domainId',
  'asin',
  'jobId',
  'feed',
  'product',
  'marginMinor',
  'rejectedReason',
  'firstStoredMs',
  'lastSeenMs',
] as const satisfies readonly (keyof Deal)[];

export async function loadDeals(manager: EntityManager, domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
  const deals: Deal[] = [];
  for (const chunk of chunks(asins, ASINS_PER_QUERY)) {
    const found = await manager
      .createQueryBuilder(DealEntity, 'deal')
      .select(DEAL_FIELDS.map((field) => `deal.${field}`))
      .where('deal.domainId = :domainId AND deal.asin IN (:...asins)', { domainId, asins: chunk })
      .getMany();
    deals.push(...found.map((row) => ({ ...row })));
  }
  return deals;
}

/** By one column only: with a second one to break ties SQLite sorts all deals instead of reading the first of an index. */
export async function findDeals(manager: EntityManager, query: DealsQuery): Promise<readonly DealRow[]> {
  const found = manager.createQueryBuilder(DealEntity, 'deal').select([]);
  for (const field of LISTED) found.addSelect(`deal.${field}`, field);
  if (query.domainId !== undefined) found.andWhere('deal.domainId = :domainId', { domainId: query.domainId });
  if (query.asin !== undefined) found.andWhere('deal.asin = :asin', { asin: query.asin });
  if (query.includeExpired !== true) found.andWhere('deal.expiredMs IS NULL');
  if (query.includeRejected !== true) found.andWhere('deal.rejectedReason IS NULL');
  if (query.titleContains !== undefined) found.andWhere('instr(deal.titleFolded, :part) > 0', { part: foldTitle(query.titleContains) });
  for (const [fact, { min, max }] of rangesOf(query)) {
    found.andWhere(`deal.${fact} IS NOT NULL`);
    if (min !== undefined) found.andWhere(`deal.${fact} >= :${fact}Min`, { [`${fact}Min`]: min });
    if (max !== undefined) found.andWhere(`deal.${fact} <= :${fact}Max`, { [`${fact}Max`]: max });
  }
  found.orderBy(`deal.${SORT_FACTS[query.sort]}`, query.descending ? 'DESC' : 'ASC', 'NULLS LAST');
  return (await found.limit(query.limit).getRawMany<Omit<DealFacts, 'titleFolded'>>()).map(rowOf);
}

/** What a row for people is made of; the JSON stays where it is. */
const LISTED = [
  'domainId',
  'asin',
  'title',
  'rootCategory',
  'priceMinor',
  'avg90Minor',
  'dropPercent',
  'salesRank',
  'salesRankDrops90',
  'offerCount',
  'marginMinor',
  'rejectedReason',
  'updatedMs',
  'lastSeenMs',
] as const satisfies readonly (keyof DealEntity)[];
