import { z } from 'zod';

/** Names of accounts, tiers and jobs: they appear in paths, tables and database rows. */
export function named<T extends z.ZodType>(what: string, entry: T): z.ZodRecord<z.ZodString, T> {
  const rule = { error: `is not a name for ${what}: use 1 to 64 letters, digits, - and _` };
  return z.record(z.string().regex(/^[A-Za-z0-9][\w-]{0,63}$/, rule), entry, { error: `must be an object of ${what} by name` });
}
