import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Version 4: which products are being bought. As few entries as there are items in somebody's hands. */
export class HeldProducts1790000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Databases made from main between two commits of one day have it from version 2.
    await runner.query(`CREATE INDEX IF NOT EXISTS "work_item_held_asin" ON "work_item" ("asin") WHERE held_by IS NOT NULL`);
  }

  /** See version 1. */
  async down(): Promise<void> {
    throw new Error('Migrations are not reverted. Restore the backup beside the database.');
  }
}
