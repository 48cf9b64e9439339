import { join } from 'node:path';
import { readingOf, reserveRequestOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { DeficitLimit } from '@smart-ingestor/token-policy';
import { BareSqlite } from './bare-sqlite';
import { type Contender, timeRounds } from './rounds';
import type { Timed } from './samples';
import { copySchema, mustHoldSameRows } from './table-copies';

const ACCOUNT = 'acc';
const CAPACITY_TOKENS = 300;
const CONSUMED_TOKENS = 8;

/** Numbers of the cycles of a round: they make the call ids and the server times. */
interface Cycles {
  readonly from: number;
  readonly count: number;
}

export interface GrantTimes {
  readonly cyclesPerRound: number;
  readonly store: Timed;
  readonly bare: Timed;
}

/** A grant reserved and settled, each in a transaction of its own, against the same reads and writes through bare sqlite3. */
export async function timeGrantCycles(folder: string, cyclesPerRound: number, rounds: number): Promise<GrantTimes> {
  const [storeFile, bareFile] = [join(folder, 'store.db'), join(folder, 'bare.db')];
  const store = new SqliteDealStore({ path: storeFile, rawRetentionDays: 14, busyTimeoutMs: 30_000 });
  await store.open();
  const looking = await BareSqlite.open(storeFile);
  const bare = await BareSqlite.open(bareFile);
  try {
    await copySchema(looking, bare);
    await store.observe(ACCOUNT, readingOf({ tokensLeft: CAPACITY_TOKENS }));
    const [bucket] = await looking.all<Record<string, string | number>>('SELECT * FROM account_bucket');
    const columns = Object.keys(bucket!);
    await bare.run(`INSERT INTO account_bucket (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, Object.values(bucket!));
    const [ours, other] = await timeRounds([throughStore(store), throughBareTransactions(bare)], rounds, (round) => ({
      from: round * cyclesPerRound,
      count: cyclesPerRound,
    }));
    await mustHoldSameRows(looking, bareFile, 'token_grant');
    // What others spent on the key is worked out by the ledger; the bare side writes as much text, and it stays what it was.
    await mustHoldSameRows(looking, bareFile, 'account_bucket', ['spend']);
    return { cyclesPerRound, store: ours!, bare: other! };
  } finally {
    await bare.close();
    await looking.close();
    await store.close();
  }
}

function throughStore(store: SqliteDealStore): Contender<Cycles> {
  const policy = new DeficitLimit({ maxDeficitTokens: 180 });
  return {
    name: 'store.reserve + settle',
    run: async ({ from, count }) => {
      for (let n = from; n < from + count; n += 1) {
        const { callId, atMs } = cycle(n);
        const reserved = await store.reserve(reserveRequestOf(callId, { accountId: ACCOUNT, policy, nowMs: atMs }));
        if (reserved.kind !== 'granted') throw new Error(`Cycle ${n} was not granted: ${reserved.kind}`);
        await store.settle(callId, readingOf({ serverEndMs: atMs, tokensLeft: CAPACITY_TOKENS, tokensConsumed: CONSUMED_TOKENS }));
      }
    },
  };
}

const READ_ACCOUNT = `SELECT b.*, EXISTS (SELECT 1 FROM token_grant k WHERE k.call_id = ?) AS known, g.call_id, g.state, g.granted_at_ms, g.worst_tokens
  FROM account_bucket b LEFT JOIN token_grant g ON g.account_id = b.account_id
    AND g.state IN ('open', 'forfeited') AND (g.state = 'open' OR g.granted_at_ms >= b.at_ms - 150000)
  WHERE b.account_id = ?`;
const WRITE_GRANT = `INSERT INTO token_grant (call_id, account_id, granted_at_ms, work_class, stage, endpoint, shape, job_id, items, expected_tokens, worst_tokens,
  state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`;
const READ_GRANT = 'SELECT g.*, b.* FROM token_grant g JOIN account_bucket b ON b.account_id = g.account_id WHERE g.call_id = ?';
const CLOSE_GRANT = "UPDATE token_grant SET state = 'settled', consumed_tokens = ?, tokens_left = ? WHERE call_id = ?";
const WRITE_BUCKET = `UPDATE account_bucket SET balance_tokens = ?, at_ms = ?, next_refill_at_ms = ?, refill_per_minute = ?,
  projected_refill_per_minute = ?, token_flow_reduction = ?, spend = spend || '' WHERE account_id = ?`;

/** What a program would do that knows nothing of policies: no decision, no projection, only the reads and writes. */
function throughBareTransactions(database: BareSqlite): Contender<Cycles> {
  return {
    name: 'bare transactions',
    run: async ({ from, count }) => {
      const { cost, purpose } = reserveRequestOf('any');
      const { workClass, stage, endpoint, shape, jobId, items } = purpose;
      const { refillInMs, refillPerMinute } = readingOf();
      for (let n = from; n < from + count; n += 1) {
        const { callId, atMs } = cycle(n);
        await database.run('BEGIN IMMEDIATE');
        await database.all(READ_ACCOUNT, [callId, ACCOUNT]);
        const written = [callId, ACCOUNT, atMs, workClass, stage, endpoint, shape, jobId, items, cost.expectedTokens, cost.worstTokens];
        await database.run(WRITE_GRANT, written);
        await database.run('COMMIT');
        await database.run('BEGIN IMMEDIATE');
        await database.all(READ_GRANT, [callId]);
        await database.run(CLOSE_GRANT, [CONSUMED_TOKENS, CAPACITY_TOKENS, callId]);
        await database.run(WRITE_BUCKET, [CAPACITY_TOKENS, atMs, atMs + refillInMs, refillPerMinute, refillPerMinute, 0, ACCOUNT]);
        await database.run('COMMIT');
      }
    },
  };
}

function cycle(n: number): { readonly callId: string; readonly atMs: number } {
  return { callId: `call-${n}`, atMs: SUITE_NOW_MS + 1 + n };
}
