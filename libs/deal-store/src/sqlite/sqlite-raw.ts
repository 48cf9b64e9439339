import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RawResponse, StateStore, StoredRaw } from '@smart-ingestor/contracts';
import type { Database, Tx } from './database';
import { RawResponseEntity } from './entities/raw-response.entity';

export type PackedResponse = Omit<RawResponse, 'body'> & { readonly bodyGzip: Buffer };

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Responses in memory at once while all of them are read: a large one is a few megabytes. */
const READ_AT_ONCE = 20;

/** Done off the main thread, and before the write lock is taken. */
export async function packed({ endpoint, request, status, body }: RawResponse): Promise<PackedResponse> {
  return { endpoint, request, status, bodyGzip: await compress(body) };
}

export async function insertRaw(
  tx: Tx,
  response: PackedResponse,
  paidBy: { accountId: string | null; callId: string | null },
  receivedAtMs: number,
): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .insert()
    .into(RawResponseEntity)
    .values({ ...response, ...paidBy, receivedAtMs })
    .updateEntity(false)
    .execute();
}

/** Deletes up to `limit` of the oldest responses received before that time; returns how many went. */
export async function pruneRaw(tx: Tx, receivedBeforeMs: number, limit: number): Promise<number> {
  const old = await tx.manager
    .createQueryBuilder(RawResponseEntity, 'raw')
    .select('raw.id', 'id')
    .where('raw.receivedAtMs < :receivedBeforeMs', { receivedBeforeMs })
    .orderBy('raw.receivedAtMs')
    .limit(limit)
    .getRawMany<{ id: number }>();
  if (old.length > 0)
    await tx.manager
      .createQueryBuilder()
      .delete()
      .from(RawResponseEntity)
      .whereInIds(old.map(({ id }) => id))
      .execute();
  return old.length;
}

/** A few at a time, so that the whole store never stands in memory, and nothing is held open while the reader works. */
export async function* storedRaw(database: Database, { endpoint, sinceMs = 0 }: Parameters<StateStore['rawResponses']>[0]): AsyncIterable<StoredRaw> {
  let [afterMs, afterId] = [sinceMs, -1];
  for (;;) {
    const rows = await database.read((manager) => {
      const query = manager.createQueryBuilder(RawResponseEntity, 'raw');
      query.where('(raw.receivedAtMs > :afterMs OR (raw.receivedAtMs = :afterMs AND raw.id > :afterId))', { afterMs, afterId });
      if (endpoint !== undefined) query.andWhere('raw.endpoint = :endpoint', { endpoint });
      return query.orderBy('raw.receivedAtMs').addOrderBy('raw.id').limit(READ_AT_ONCE).getMany();
    });
    for (const row of rows) {
      [afterMs, afterId] = [row.receivedAtMs, row.id];
      const body = new Uint8Array(await decompress(row.bodyGzip));
      yield { callId: row.callId, receivedAtMs: row.receivedAtMs, raw: { endpoint: row.endpoint, request: row.request, status: row.status, body } };
    }
    if (rows.length < READ_AT_ONCE) return;
  }
}
