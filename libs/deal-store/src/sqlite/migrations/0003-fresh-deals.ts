import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEALS = [
  `ALTER TABLE "deal" ADD COLUMN "job_id" text`,
  `ALTER TABLE "deal" ADD COLUMN "stale_since_ms" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "deal" ADD COLUMN "answered_ms" integer`,
  `ALTER TABLE "deal" ADD COLUMN "expired_ms" integer`,
  `ALTER TABLE "deal" ADD COLUMN "attempts" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "deal" ADD COLUMN "fence" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "deal" ADD COLUMN "held_by" text`,
  `ALTER TABLE "deal" ADD COLUMN "held_from_ms" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "deal" ADD COLUMN "held_until_ms" integer NOT NULL DEFAULT (0)`,
  `UPDATE "deal" SET "stale_since_ms" = "last_seen_ms"`,
  `CREATE INDEX "deal_to_refresh" ON "deal" ("job_id", "domain_id", "stale_since_ms") WHERE held_until_ms = 0`,
  `CREATE INDEX "deal_waiting" ON "deal" ("job_id", "domain_id", "held_until_ms", "held_from_ms", "stale_since_ms") WHERE held_until_ms > 0`,
  `CREATE INDEX "deal_held_by" ON "deal" ("held_by") WHERE held_by IS NOT NULL`,
  `CREATE INDEX "deal_unseen" ON "deal" ("job_id", "domain_id", "last_seen_ms", "answered_ms", "expired_ms") WHERE expired_ms IS NULL`,
  `CREATE INDEX "deal_expired" ON "deal" ("job_id", "domain_id", "expired_ms", "answered_ms") WHERE expired_ms IS NOT NULL`,
];

const SELLERS = [
  `CREATE TABLE "seller" (
    "domain_id" integer NOT NULL,
    "seller_id" text NOT NULL,
    "rating_count" integer,
    "fetched_ms" integer,
    "attempts" integer NOT NULL,
    "fence" integer NOT NULL,
    "held_by" text,
    "held_from_ms" integer NOT NULL,
    "held_until_ms" integer NOT NULL,
    "seller" text,
    PRIMARY KEY ("domain_id", "seller_id")
  )`,
  `CREATE INDEX "seller_to_fetch" ON "seller" ("domain_id", "fetched_ms") WHERE held_until_ms = 0`,
  `CREATE INDEX "seller_waiting" ON "seller" ("domain_id", "held_until_ms", "held_from_ms", "fetched_ms") WHERE held_until_ms > 0`,
  `CREATE INDEX "seller_held_by" ON "seller" ("held_by") WHERE held_by IS NOT NULL`,
  `CREATE INDEX "seller_by_ratings" ON "seller" ("rating_count")`,
];

const PURCHASES = [
  `ALTER TABLE "purchase" ADD COLUMN "call_id" text`,
  `ALTER TABLE "purchase" ADD COLUMN "bought_ms" integer NOT NULL DEFAULT (0)`,
  // Nobody wrote down when. It was not before Keepa had that version.
  `UPDATE "purchase" SET "bought_ms" = "last_update_ms"`,
  `CREATE INDEX "purchase_by_call" ON "purchase" ("call_id") WHERE call_id IS NOT NULL`,
  `CREATE INDEX "purchase_by_time" ON "purchase" ("bought_ms")`,
];

const HOUR_MS = 3_600_000;

const LEDGER = [
  `ALTER TABLE "account_bucket" ADD COLUMN "spend" text`,
  `ALTER TABLE "token_grant" ADD COLUMN "stage" text NOT NULL DEFAULT ('page')`,
  `UPDATE "token_grant" SET "stage" = "work_class", "work_class" = 'discover' WHERE "work_class" IN ('peek', 'commit')`,
  `CREATE INDEX "token_grant_of_account" ON "token_grant" ("account_id", "granted_at_ms")`,
  `CREATE TABLE "token_hour" (
    "account_id" text NOT NULL,
    "hour_ms" integer NOT NULL,
    "work_class" text NOT NULL,
    "stage" text NOT NULL,
    "state" text NOT NULL,
    "grants" integer NOT NULL,
    "consumed_tokens" integer NOT NULL,
    PRIMARY KEY ("account_id", "hour_ms", "work_class", "stage", "state")
  ) WITHOUT ROWID`,
  `INSERT INTO token_hour (account_id, hour_ms, work_class, stage, state, grants, consumed_tokens)
    SELECT account_id, granted_at_ms - granted_at_ms % ${HOUR_MS}, work_class, stage, state, count(*), coalesce(sum(consumed_tokens), 0)
    FROM token_grant GROUP BY 1, 2, 3, 4, 5`,
];

const COUNT_IN = `INSERT INTO token_hour (account_id, hour_ms, work_class, stage, state, grants, consumed_tokens)
  VALUES (NEW.account_id, NEW.granted_at_ms - NEW.granted_at_ms % ${HOUR_MS}, NEW.work_class, NEW.stage, NEW.state, 1, coalesce(NEW.consumed_tokens, 0))
  ON CONFLICT (account_id, hour_ms, work_class, stage, state) DO UPDATE SET grants = grants + 1, consumed_tokens = consumed_tokens + excluded.consumed_tokens;`;
const COUNT_OUT = `UPDATE token_hour SET grants = grants - 1, consumed_tokens = consumed_tokens - coalesce(OLD.consumed_tokens, 0)
  WHERE (account_id, hour_ms, work_class, stage, state) =
    (OLD.account_id, OLD.granted_at_ms - OLD.granted_at_ms % ${HOUR_MS}, OLD.work_class, OLD.stage, OLD.state);`;

/** A line that is deleted stays counted: what was spent was spent. */
const COUNTING = [
  `CREATE TRIGGER "token_grant_counted" AFTER INSERT ON "token_grant" BEGIN ${COUNT_IN} END`,
  `CREATE TRIGGER "token_grant_recounted" AFTER UPDATE OF "state", "consumed_tokens" ON "token_grant" BEGIN ${COUNT_OUT} ${COUNT_IN} END`,
];

/** Version 3: refresh and prune of deals, sellers, which request paid for a purchase, stages and hours of the ledger, spending by others. */
export class FreshDeals1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...DEALS, ...SELLERS, ...PURCHASES, ...LEDGER, ...COUNTING]) await runner.query(statement);
  }

  /** See version 1. */
  async down(): Promise<void> {
    throw new Error('Migrations are not reverted. Restore the backup beside the database.');
  }
}
