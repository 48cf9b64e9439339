import { z } from 'zod';

/** Where the deals are kept, and for how long. */
export const sqliteOptions = z.strictObject({
  path: z
    .string()
    .min(1, 'path must name a file')
    .refine((path) => path !== ':memory:', "path must name a file; for a database in memory say store: { use: 'memory' }")
    .default('./data/smart-ingestor.db')
    .describe('SQLite file, relative to the working directory; its folder is created'),
  rawRetentionDays: z
    .int('rawRetentionDays must be a whole number of days from 1 to 365')
    .min(1, 'rawRetentionDays must be from 1 to 365')
    .max(365, 'rawRetentionDays must be from 1 to 365')
    .default(14)
    .describe('How long the raw responses are kept, in days of server time'),
  busyTimeoutMs: z
    .int('busyTimeoutMs must be a whole number of milliseconds from 100 to 600000')
    .min(100, 'busyTimeoutMs must be from 100 to 600000 (100 ms to 10 minutes)')
    .max(600_000, 'busyTimeoutMs must be from 100 to 600000 (100 ms to 10 minutes)')
    .default(30_000)
    .describe('How long a write waits for another process that is writing'),
});

export type SqliteOptions = z.output<typeof sqliteOptions>;
