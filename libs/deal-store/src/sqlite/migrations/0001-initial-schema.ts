import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A table or index a statement, in TypeORM's own spelling: a test compares it with what the entities would ask for. */
const STATEMENTS = [
  `CREATE TABLE "account_bucket" (
    "account_id" text PRIMARY KEY NOT NULL,
    "balance_tokens" integer NOT NULL,
    "at_ms" integer NOT NULL,
    "next_refill_at_ms" integer NOT NULL,
    "refill_per_minute" integer NOT NULL,
    "projected_refill_per_minute" integer NOT NULL,
    "token_flow_reduction" real NOT NULL
  )`,
  `CREATE TABLE "deal" (
    "domain_id" integer NOT NULL,
    "asin" text NOT NULL,
    "title" text NOT NULL,
    "title_folded" text NOT NULL,
    "root_category" text,
    "price_minor" integer,
    "avg90_minor" integer,
    "drop_percent" real,
    "sales_rank" integer,
    "sales_rank_drops90" integer,
    "offer_count" integer,
    "margin_minor" integer,
    "rejected_reason" text,
    "updated_ms" integer NOT NULL,
    "first_stored_ms" integer NOT NULL,
    "last_seen_ms" integer NOT NULL,
    "last_write" integer NOT NULL,
    "feed" text NOT NULL,
    "product" text NOT NULL,
    PRIMARY KEY ("domain_id", "asin")
  )`,
  `CREATE INDEX "deal_by_margin" ON "deal" ("margin_minor")`,
  `CREATE INDEX "deal_by_offers" ON "deal" ("offer_count")`,
  `CREATE INDEX "deal_by_rank_drops" ON "deal" ("sales_rank_drops90")`,
  `CREATE INDEX "deal_by_rank" ON "deal" ("sales_rank")`,
  `CREATE INDEX "deal_by_drop" ON "deal" ("drop_percent")`,
  `CREATE INDEX "deal_by_avg90" ON "deal" ("avg90_minor")`,
  `CREATE INDEX "deal_by_price" ON "deal" ("price_minor")`,
  `CREATE INDEX "deal_by_updated" ON "deal" ("updated_ms")`,
  `CREATE TABLE "feed_cursor" (
    "job_id" text NOT NULL,
    "feed_hash" text NOT NULL,
    "account_id" text,
    "pass_started_ms" integer NOT NULL,
    "pass_completed_ms" integer,
    "pages_read" integer NOT NULL,
    "last_row_count" integer,
    "pages_per_pass" integer NOT NULL,
    "newest_update_ms" integer,
    PRIMARY KEY ("job_id", "feed_hash")
  )`,
  `CREATE TABLE "price_observation" (
    "domain_id" integer NOT NULL,
    "asin" text NOT NULL,
    "price_type" integer NOT NULL,
    "at_ms" integer NOT NULL,
    "value" integer,
    PRIMARY KEY ("domain_id", "asin", "price_type", "at_ms")
  ) WITHOUT ROWID`,
  `CREATE TABLE "purchase" (
    "domain_id" integer NOT NULL,
    "asin" text NOT NULL,
    "last_update_ms" integer NOT NULL,
    "stage" text NOT NULL,
    "product" text,
    PRIMARY KEY ("domain_id", "asin", "last_update_ms", "stage")
  )`,
  `CREATE TABLE "raw_response" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "account_id" text,
    "call_id" text,
    "received_at_ms" integer NOT NULL,
    "endpoint" text NOT NULL,
    "request" text NOT NULL,
    "status" integer NOT NULL,
    "body_gzip" blob NOT NULL
  )`,
  `CREATE INDEX "raw_response_by_time" ON "raw_response" ("received_at_ms")`,
  `CREATE TABLE "token_grant" (
    "call_id" text PRIMARY KEY NOT NULL,
    "account_id" text NOT NULL,
    "granted_at_ms" integer NOT NULL,
    "work_class" text NOT NULL,
    "endpoint" text NOT NULL,
    "shape" text NOT NULL,
    "job_id" text,
    "items" integer NOT NULL,
    "expected_tokens" integer NOT NULL,
    "worst_tokens" integer NOT NULL,
    "state" text NOT NULL,
    "consumed_tokens" integer,
    "tokens_left" integer
  )`,
  `CREATE INDEX "token_grant_by_time" ON "token_grant" ("granted_at_ms")`,
  `CREATE INDEX "token_grant_by_state" ON "token_grant" ("account_id", "state", "granted_at_ms")`,
  `CREATE TABLE "work_item" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "job_id" text NOT NULL,
    "domain_id" integer NOT NULL,
    "asin" text NOT NULL,
    "last_update_ms" integer NOT NULL,
    "state" text NOT NULL,
    "reason" text,
    "filter_hash" text NOT NULL,
    "attempts" integer NOT NULL,
    "fence" integer NOT NULL,
    "held_by" text,
    "held_from_ms" integer NOT NULL,
    "held_until_ms" integer NOT NULL,
    "feed" text NOT NULL
  )`,
  `CREATE INDEX "work_item_by_state" ON "work_item" ("job_id", "state", "reason")`,
  `CREATE INDEX "work_item_open" ON "work_item" ("asin") WHERE state IN ('queued', 'accepted')`,
  `CREATE INDEX "work_item_to_claim" ON "work_item" ("job_id", "state", "held_until_ms", "last_update_ms") WHERE state IN ('queued', 'accepted')`,
  `CREATE UNIQUE INDEX "work_item_key" ON "work_item" ("job_id", "domain_id", "asin", "last_update_ms")`,
];

/** Version 1: the first schema that left the house. */
export class InitialSchema1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** A database is never taken back: the copy that is made before every migration is the way back. */
  async down(): Promise<void> {
    throw new Error('Migrations are not reverted. Restore the backup beside the database.');
  }
}
