import { type LedgerEntry, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { TrackedBucket } from '@smart-ingestor/token-bucket';
import type { CountedGrant, LedgerAccount } from '../rules/grant-rules';
import { type BulkInsert, insertRows } from './bulk-sql';
import type { Tx } from './database';

/** Something that runs SQL: the writing transaction, or the reading connection. */
type Runs = Pick<Tx, 'query'>;

const BUCKET_FIELDS = `b.balance_tokens AS balanceTokens, b.at_ms AS bucketAtMs, b.next_refill_at_ms AS nextRefillAtMs, b.refill_per_minute AS refillPerMinute,
  b.projected_refill_per_minute AS projectedRefillPerMinute, b.token_flow_reduction AS tokenFlowReduction`;

/**
 * One statement, so that bucket and grants are of the same moment. Every open grant, and the forfeited ones that no reading can have
 * resolved yet; which of them count is a rule, not a query.
 */
const ACCOUNT = `SELECT ${BUCKET_FIELDS}, g.call_id AS callId, g.state AS state, g.granted_at_ms AS atMs, g.worst_tokens AS worstTokens
  FROM account_bucket b LEFT JOIN token_grant g ON g.account_id = b.account_id
    AND (g.state = 'open' OR (g.state = 'forfeited' AND g.granted_at_ms >= b.at_ms - ${LONGEST_PROCESSING_MS}))
  WHERE b.account_id = ?`;

const GRANT = `SELECT call_id AS callId, account_id AS accountId, granted_at_ms AS atMs, work_class AS workClass, endpoint, shape, job_id AS jobId, items,
  expected_tokens AS expectedTokens, worst_tokens AS worstTokens, state, consumed_tokens AS consumedTokens, tokens_left AS tokensLeft
  FROM token_grant WHERE call_id = ?`;

const CLOSE = 'UPDATE token_grant SET state = ?, consumed_tokens = ?, tokens_left = ? WHERE call_id = ?';

const NEW_GRANT: BulkInsert<LedgerEntry> = {
  table: 'token_grant',
  columns: [
    'call_id',
    'account_id',
    'granted_at_ms',
    'work_class',
    'endpoint',
    'shape',
    'job_id',
    'items',
    'expected_tokens',
    'worst_tokens',
    'state',
  ],
  values: (g) => [g.callId, g.accountId, g.atMs, g.workClass, g.endpoint, g.shape, g.jobId, g.items, g.expectedTokens, g.worstTokens, g.state],
  conflict: '',
};

const BUCKET: BulkInsert<TrackedBucket & { readonly accountId: string }> = {
  table: 'account_bucket',
  columns: ['account_id', 'balance_tokens', 'at_ms', 'next_refill_at_ms', 'refill_per_minute', 'projected_refill_per_minute', 'token_flow_reduction'],
  values: (b) => [b.accountId, b.balanceTokens, b.atMs, b.nextRefillAtMs, b.refillPerMinute, b.projectedRefillPerMinute, b.tokenFlowReduction],
  conflict: `ON CONFLICT (account_id) DO UPDATE SET balance_tokens = excluded.balance_tokens, at_ms = excluded.at_ms,
    next_refill_at_ms = excluded.next_refill_at_ms, refill_per_minute = excluded.refill_per_minute,
    projected_refill_per_minute = excluded.projected_refill_per_minute, token_flow_reduction = excluded.token_flow_reduction`,
};

type AccountRow = Omit<TrackedBucket, 'atMs'> & { readonly bucketAtMs: number } & { readonly [F in keyof CountedGrant]: CountedGrant[F] | null };

export async function loadAccount(run: Runs, accountId: string): Promise<LedgerAccount> {
  const rows: AccountRow[] = await run.query(ACCOUNT, [accountId]);
  const [first] = rows;
  if (first === undefined) return { bucket: null, grants: [] };
  return { bucket: bucketOf(first), grants: rows.filter((row) => row.callId !== null) as readonly CountedGrant[] };
}

export async function loadGrant(run: Runs, callId: string): Promise<LedgerEntry | null> {
  const [grant]: LedgerEntry[] = await run.query(GRANT, [callId]);
  return grant ?? null;
}

export function insertGrant(tx: Tx, grant: LedgerEntry): Promise<void> {
  return insertRows(tx, NEW_GRANT, [grant]);
}

export async function writeClosed(tx: Tx, grant: LedgerEntry): Promise<void> {
  await tx.query(CLOSE, [grant.state, grant.consumedTokens, grant.tokensLeft, grant.callId]);
}

export async function loadBucket(tx: Tx, accountId: string): Promise<TrackedBucket | null> {
  const [row]: AccountRow[] = await tx.query(`SELECT ${BUCKET_FIELDS} FROM account_bucket b WHERE b.account_id = ?`, [accountId]);
  return row === undefined ? null : bucketOf(row);
}

export function writeBucket(tx: Tx, accountId: string, bucket: TrackedBucket): Promise<void> {
  return insertRows(tx, BUCKET, [{ accountId, ...bucket }]);
}

function bucketOf(row: AccountRow): TrackedBucket {
  const { balanceTokens, bucketAtMs, nextRefillAtMs, refillPerMinute, projectedRefillPerMinute, tokenFlowReduction } = row;
  return { balanceTokens, atMs: bucketAtMs, nextRefillAtMs, refillPerMinute, projectedRefillPerMinute, tokenFlowReduction };
}
