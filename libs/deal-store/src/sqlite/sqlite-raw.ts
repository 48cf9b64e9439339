import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RawResponse } from '@smart-ingestor/contracts';
import type { Tx } from './database';
import { RawResponseEntity } from './entities/raw-response.entity';

export type PackedResponse = Omit<RawResponse, 'body'> & { readonly bodyGzip: Buffer };

const compress = promisify(gzip);

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
