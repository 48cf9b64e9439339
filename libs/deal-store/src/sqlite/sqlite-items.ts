import type { ItemTransition, NewItem } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type AsinKey, ItemBook, type ItemRow } from '../rules/item-book';
import { applyToItems, type CommitTerms, type ItemsOutcome } from '../rules/item-rules';
import { chunks } from './bulk-sql';
import type { Tx } from './database';
import { WorkItemEntity } from './entities/work-item.entity';
import { OPEN, WITHOUT_FEED, writeItems } from './item-rows';

/** ASINs in one `IN (…)`. */
const ASINS_PER_QUERY = 500;

/** Loads what the rules need to know, lets them decide, and writes what they changed. */
export async function applyItems(
  tx: Tx,
  transitions: readonly ItemTransition[],
  newItems: readonly NewItem[],
  terms: CommitTerms,
): Promise<ItemsOutcome> {
  const book = new ItemBook();
  for (const row of await concerned(tx, [...transitions.map(({ item }) => item), ...newItems])) book.load(row);
  const outcome = applyToItems(book, transitions, newItems, terms);
  await writeItems(tx, book.takeChanged());
  return outcome;
}

/** Of every ASIN in question: the items from the oldest of these lastUpdates on, and the older ones that are open. */
async function concerned(tx: Tx, items: readonly (AsinKey & { readonly lastUpdateMs: number })[]): Promise<readonly ItemRow[]> {
  const rows: ItemRow[] = [];
  for (const [{ jobId, domainId }, ofJob] of byJob(items)) {
    const fromMs = ofJob.reduce((oldest, item) => Math.min(oldest, item.lastUpdateMs), Infinity);
    for (const asins of chunks([...new Set(ofJob.map((item) => item.asin))], ASINS_PER_QUERY)) {
      const query = tx.manager
        .createQueryBuilder(WorkItemEntity, 'item')
        .select(WITHOUT_FEED.map((field) => `item.${field}`))
        .setParameters({ jobId, domainId, asins, fromMs });
      const ofAsins = 'item.jobId = :jobId AND item.domainId = :domainId AND item.asin IN (:...asins)';
      rows.push(...(await query.clone().where(`${ofAsins} AND item.lastUpdateMs >= :fromMs`).getMany()));
      // The plus leaves SQLite only the index of open items: by key it would read every version that the ASIN ever had.
      rows.push(...(await query.where(`+ ${ofAsins} AND + item.lastUpdateMs < :fromMs AND item.${OPEN}`).getMany()));
    }
  }
  return rows;
}

/** lastUpdate of the newest item of each ASIN that has one. */
export async function newestVersions(
  manager: EntityManager,
  jobId: string,
  domainId: number,
  asins: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for (const some of chunks([...new Set(asins)], ASINS_PER_QUERY)) {
    const rows = await manager
      .createQueryBuilder(WorkItemEntity, 'item')
      .select('item.asin', 'asin')
      .addSelect('MAX(item.lastUpdateMs)', 'newestMs')
      .where('item.jobId = :jobId AND item.domainId = :domainId AND item.asin IN (:...some)', { jobId, domainId, some })
      .groupBy('item.asin')
      .getRawMany<{ asin: string; newestMs: number }>();
    for (const { asin, newestMs } of rows) newest.set(asin, newestMs);
  }
  return newest;
}

function byJob<I extends AsinKey>(items: readonly I[]): Iterable<[Pick<AsinKey, 'jobId' | 'domainId'>, I[]]> {
  const groups = new Map<string, [I, I[]]>();
  for (const item of items) {
    const key = `${item.domainId}/${item.jobId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item, [item]]);
    else group[1].push(item);
  }
  return groups.values();
}
