import { type LedgerEntry, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { SpendTrack, TrackedBucket } from '@smart-ingestor/token-bucket';
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
const ACCOUNT = `SELECT ${BUCKET_FIELDS}, EXISTS (SELECT 1 FROM token_grant k WHERE k.call_id = ?) AS isKnownCall,
    g.call_id AS callId, g.state AS state, g.granted_at_ms AS atMs, g.worst_tokens AS worstTokens
  FROM account_bucket b LEFT JOIN token_grant g ON g.account_id = b.account_id
    AND g.state IN ('open', 'forfeited') AND (g.state = 'open' OR g.granted_at_ms >= b.at_ms - ${LONGEST_PROCESSING_MS})
  WHERE b.account_id = ?`;

const GRANT_FIELDS = `g.call_id AS callId, g.account_id AS accountId, g.granted_at_ms AS atMs, g.work_class AS workClass, g.stage AS stage, g.endpoint AS endpoint, g.shape AS shape,
  g.job_id AS jobId, g.items AS items, g.expected_tokens AS expectedTokens, g.worst_tokens AS worstTokens, g.state AS state,
  g.consumed_tokens AS consumedTokens, g.tokens_left AS tokensLeft`;

const GRANT = `SELECT ${GRANT_FIELDS} FROM token_grant g WHERE g.call_id = ?`;

const CLOSE = 'UPDATE token_grant SET state = ?, consumed_tokens = ?, tokens_left = ? WHERE call_id = ?';

const NEW_GRANT: BulkInsert<LedgerEntry> = {
  table: 'token_grant',
  columns: [
    'call_id',
    'account_id',
    'granted_at_ms',
    'work_class',
    'stage',
    'endpoint',
    'shape',
    'job_id',
    'items',
    'expected_tokens',
    'worst_tokens',
    'state',
  ],
  values: (g) => [
    g.callId,
    g.accountId,
    g.atMs,
    g.workClass,
    g.stage,
    g.endpoint,
    g.shape,
    g.jobId,
    g.items,
    g.expectedTokens,
    g.worstTokens,
    g.state,
  ],
  conflict: '',
};

/** What the readings of an account add up to. */
export interface KnownAccount {
  readonly bucket: TrackedBucket | null;
  readonly spend: SpendTrack | null;
}

const BUCKET: BulkInsert<TrackedBucket & { readonly accountId: string; readonly spend: SpendTrack | null }> = {
  table: 'account_bucket',
  columns: [
    'account_id',
    'balance_tokens',
    'at_ms',
    'next_refill_at_ms',
    'refill_per_minute',
    'projected_refill_per_minute',
    'token_flow_reduction',
    'spend',
  ],
  values: ({ spend, ...b }) => [
    b.accountId,
    b.balanceTokens,
    b.atMs,
    b.nextRefillAtMs,
    b.refillPerMinute,
    b.projectedRefillPerMinute,
    b.tokenFlowReduction,
    spend === null ? null : JSON.stringify(spend),
  ],
  conflict: `ON CONFLICT (account_id) DO UPDATE SET balance_tokens = excluded.balance_tokens, at_ms = excluded.at_ms,
    next_refill_at_ms = excluded.next_refill_at_ms, refill_per_minute = excluded.refill_per_minute,
    projected_refill_per_minute = excluded.projected_refill_per_minute, token_flow_reduction = excluded.token_flow_reduction, spend = excluded.spend`,
};

type BucketRow = Omit<TrackedBucket, 'atMs'> & { readonly bucketAtMs: number };
type AccountRow = BucketRow & { readonly isKnownCall: number } & { readonly [F in keyof CountedGrant]: CountedGrant[F] | null };

/** `isKnownCall`: a grant of that call id exists, whatever its state. */
export async function loadAccount(run: Runs, accountId: string, callId = ''): Promise<LedgerAccount & { readonly isKnownCall: boolean }> {
  const rows: AccountRow[] = await run.query(ACCOUNT, [callId, accountId]);
  const [first] = rows;
  if (first === undefined) return { bucket: null, grants: [], isKnownCall: false };
  const grants = rows.filter((row) => row.callId !== null) as readonly CountedGrant[];
  return { bucket: bucketOf(first), grants, isKnownCall: first.isKnownCall === 1 };
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

export async function loadKnown(run: Runs, accountId: string): Promise<KnownAccount> {
  const [row]: (BucketRow & { spend: string | null })[] = await run.query(
    `SELECT ${BUCKET_FIELDS}, b.spend AS spend FROM account_bucket b WHERE b.account_id = ?`,
    [accountId],
  );
  if (row === undefined) return { bucket: null, spend: null };
  return { bucket: bucketOf(row), spend: row.spend === null ? null : (JSON.parse(row.spend) as SpendTrack) };
}

/** One statement, so that no reply can come between the track and the grants that may explain it. */
const SPEND = `SELECT b.spend AS spend, g.call_id AS callId, g.state AS state, g.granted_at_ms AS atMs, g.worst_tokens AS worstTokens
  FROM account_bucket b LEFT JOIN token_grant g ON g.account_id = b.account_id AND g.state IN ('open', 'forfeited')
    AND g.granted_at_ms >= coalesce(b.spend ->> '$.stretches[0].fromMs', b.spend ->> '$.anchor.atMs') - ${LONGEST_PROCESSING_MS}
  WHERE b.account_id = ?`;

/** What the readings say of others, and the grants of that time whose outcome nobody knows. */
export async function loadSpend(
  run: Runs,
  accountId: string,
): Promise<{ readonly spend: SpendTrack | null; readonly grants: readonly CountedGrant[] }> {
  const rows: ({ spend: string | null } & { readonly [F in keyof CountedGrant]: CountedGrant[F] | null })[] = await run.query(SPEND, [accountId]);
  const text = rows[0]?.spend ?? null;
  const grants = rows.filter((row) => row.callId !== null) as unknown as readonly CountedGrant[];
  return { spend: text === null ? null : (JSON.parse(text) as SpendTrack), grants };
}

export function writeKnown(tx: Tx, accountId: string, { bucket, spend }: KnownAccount & { readonly bucket: TrackedBucket }): Promise<void> {
  return insertRows(tx, BUCKET, [{ accountId, ...bucket, spend }]);
}

function bucketOf(row: BucketRow): TrackedBucket {
  const { balanceTokens, bucketAtMs, nextRefillAtMs, refillPerMinute, projectedRefillPerMinute, tokenFlowReduction } = row;
  return { balanceTokens, atMs: bucketAtMs, nextRefillAtMs, refillPerMinute, projectedRefillPerMinute, tokenFlowReduction };
}
