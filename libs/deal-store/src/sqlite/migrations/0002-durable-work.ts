import type { MigrationInterface, QueryRunner } from 'typeorm';

const IS_OPEN = "state IN ('queued', 'accepted')";

const COLUMNS = [
  `ALTER TABLE "work_item" ADD COLUMN "work_class" text NOT NULL DEFAULT ('discover')`,
  `ALTER TABLE "work_item" ADD COLUMN "value" real NOT NULL DEFAULT (0)`,
  `ALTER TABLE "work_item" ADD COLUMN "tokens_spent" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "work_item" ADD COLUMN "failure" text`,
  `ALTER TABLE "work_item" ADD COLUMN "finished_ms" integer`,
  // Nobody wrote down when. What counts is that an item outlives the feed, and that goes by lastUpdate.
  `UPDATE "work_item" SET "finished_ms" = "last_update_ms" WHERE NOT (${IS_OPEN})`,
  `ALTER TABLE "feed_cursor" ADD COLUMN "covered_to_ms" integer`,
  `ALTER TABLE "feed_cursor" ADD COLUMN "oldest_update_ms" integer`,
  // Between passes the last one that began is the last one that was completed; within one its start is known, and that of the one before is not.
  `UPDATE "feed_cursor" SET "covered_to_ms" = "pass_started_ms" WHERE "pass_completed_ms" IS NOT NULL AND "pages_read" = 0`,
];

const INDEXES = [
  `DROP INDEX "work_item_to_claim"`,
  `DROP INDEX "work_item_by_state"`,
  `CREATE INDEX "work_item_to_claim" ON "work_item" ("job_id", "work_class", "state", "value", "last_update_ms") WHERE ${IS_OPEN} AND held_until_ms = 0`,
  `CREATE INDEX "work_item_waiting" ON "work_item" ("job_id", "work_class", "held_until_ms", "held_from_ms", "state") WHERE ${IS_OPEN} AND held_until_ms > 0`,
  `CREATE INDEX "work_item_held_from" ON "work_item" ("job_id", "work_class", "held_from_ms") WHERE ${IS_OPEN} AND held_until_ms > 0`,
  `CREATE INDEX "work_item_held_by" ON "work_item" ("held_by") WHERE held_by IS NOT NULL`,
  `CREATE INDEX "work_item_oldest" ON "work_item" ("job_id", "last_update_ms") WHERE ${IS_OPEN}`,
  `CREATE INDEX "work_item_dead" ON "work_item" ("finished_ms") WHERE state = 'dead'`,
  `CREATE INDEX "work_item_finished" ON "work_item" ("finished_ms", "state", "job_id") WHERE finished_ms IS NOT NULL`,
];

const TABLES = [
  `CREATE TABLE "item_count" (
    "job_id" text NOT NULL,
    "work_class" text NOT NULL,
    "state" text NOT NULL,
    "reason" text NOT NULL,
    "domain_id" integer NOT NULL,
    "items" integer NOT NULL,
    PRIMARY KEY ("job_id", "work_class", "state", "reason", "domain_id")
  ) WITHOUT ROWID`,
  `CREATE TABLE "feed_head" (
    "job_id" text NOT NULL,
    "feed_hash" text NOT NULL,
    "account_id" text,
    "reached_ms" integer,
    "started_ms" integer NOT NULL,
    "pages_read" integer NOT NULL,
    "newest_created_ms" integer,
    "running_newest_created_ms" integer,
    "order_verified" boolean NOT NULL,
    PRIMARY KEY ("job_id", "feed_hash")
  )`,
  `CREATE TABLE "feed_lease" (
    "job_id" text NOT NULL,
    "feed_hash" text NOT NULL,
    "part" text NOT NULL,
    "account_id" text,
    "fence" integer NOT NULL,
    "held_by" text,
    "held_from_ms" integer NOT NULL,
    "held_until_ms" integer NOT NULL,
    PRIMARY KEY ("job_id", "feed_hash", "part")
  )`,
  `CREATE TABLE "coverage_gap" (
    "job_id" text NOT NULL,
    "feed_hash" text NOT NULL,
    "reason" text NOT NULL,
    "from_ms" integer NOT NULL,
    "account_id" text,
    "to_ms" integer NOT NULL,
    "recorded_ms" integer NOT NULL,
    PRIMARY KEY ("job_id", "feed_hash", "reason", "from_ms")
  )`,
  `CREATE INDEX "coverage_gap_by_time" ON "coverage_gap" ("job_id", "recorded_ms")`,
  `CREATE TABLE "run" (
    "owner" text PRIMARY KEY NOT NULL,
    "account_id" text NOT NULL,
    "host" text NOT NULL,
    "pid" integer NOT NULL,
    "started_ms" integer NOT NULL,
    "seen_ms" integer NOT NULL,
    "jobs" text NOT NULL,
    "progress_ms" integer,
    "wait" text
  )`,
];

/** Where a row is counted: the reason matters among the rejected ones only. */
function countKey(row: 'OLD' | 'NEW'): string {
  const reason = `CASE ${row}.state WHEN 'rejected' THEN coalesce(${row}.reason, 'unknown') ELSE '' END`;
  return `${row}.job_id, ${row}.work_class, ${row}.state, ${reason}, ${row}.domain_id`;
}

const COUNT_IN = `INSERT INTO item_count (job_id, work_class, state, reason, domain_id, items) VALUES (${countKey('NEW')}, 1)
  ON CONFLICT (job_id, work_class, state, reason, domain_id) DO UPDATE SET items = items + 1;`;
const COUNT_OUT = `UPDATE item_count SET items = items - 1 WHERE (job_id, work_class, state, reason, domain_id) = (${countKey('OLD')});`;

/** So that the queue is never counted row by row, whoever writes it. */
const COUNTING = [
  `INSERT INTO item_count (job_id, work_class, state, reason, domain_id, items)
    SELECT job_id, work_class, state, CASE state WHEN 'rejected' THEN coalesce(reason, 'unknown') ELSE '' END, domain_id, count(*)
    FROM work_item GROUP BY 1, 2, 3, 4, 5`,
  `CREATE TRIGGER "work_item_counted" AFTER INSERT ON "work_item" BEGIN ${COUNT_IN} END`,
  `CREATE TRIGGER "work_item_uncounted" AFTER DELETE ON "work_item" BEGIN ${COUNT_OUT} END`,
  `CREATE TRIGGER "work_item_recounted" AFTER UPDATE OF "job_id", "work_class", "state", "reason", "domain_id" ON "work_item"
    WHEN (${countKey('OLD')}) <> (${countKey('NEW')}) BEGIN ${COUNT_OUT} ${COUNT_IN} END`,
];

/** The rule of rules/item-moves, so that no statement can break it; a spec compares the two. */
const MOVES = `CREATE TRIGGER "work_item_moves" BEFORE UPDATE OF "state" ON "work_item" WHEN NOT CASE OLD.state
  WHEN 'queued' THEN NEW.state IN ('queued', 'accepted', 'stored', 'rejected', 'dead', 'superseded')
  WHEN 'accepted' THEN NEW.state IN ('accepted', 'stored', 'rejected', 'dead', 'superseded')
  WHEN 'rejected' THEN OLD.reason IS NOT 'dropped' AND NEW.filter_hash <> OLD.filter_hash AND NEW.state IN ('queued', 'accepted', 'stored', 'rejected')
  WHEN 'dead' THEN (NEW.state = 'rejected' AND NEW.reason IS 'dropped')
    OR (NEW.state IN ('queued', 'accepted') AND NEW.work_class = 'adhoc' AND NEW.attempts = 0)
  ELSE 0 END
  BEGIN SELECT raise(ABORT, 'a work item made a move that the rules do not know'); END`;

/** Version 2: lanes, values, failures and counts of items; leases, heads and gaps of feeds; who is running. */
export class DurableWork1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...COLUMNS, ...INDEXES, ...TABLES, ...COUNTING, MOVES]) await runner.query(statement);
  }

  /** See version 1. */
  async down(): Promise<void> {
    throw new Error('Migrations are not reverted. Restore the backup beside the database.');
  }
}
