import { ConfigError, type CoverageGap, type FeedCursor, type FeedHead, type Purchase, type StateRecord } from '@smart-ingestor/contracts';
import { z } from 'zod';
import { FREE, type ItemRow } from './item-book';

/** A purchase and the request that paid for it, where that is known. */
export type PaidPurchase = Purchase & { readonly callId: string | null; readonly boughtMs: number };

/** What an export knows of work, table by table. */
export interface StateRows {
  readonly feed_cursor: FeedCursor;
  readonly feed_head: FeedHead;
  readonly coverage_gap: CoverageGap;
  readonly work_item: ItemRow;
  readonly purchase: PaidPurchase;
}

export type StateTable = keyof StateRows;
export type ParsedState = { readonly [T in StateTable]: readonly StateRows[T][] };

const text = z.string().min(1, 'must not be empty');
const whole = z.int('must be a whole number');
const whenMs = z.int('must be milliseconds since 1970').min(0, 'must be milliseconds since 1970');
const countOf = z.int('must be a whole number from 0').min(0, 'must be a whole number from 0');
const flag = z.union([z.literal(0), z.literal(1)], 'must be 0 or 1').transform((value) => value === 1);

const feed = { jobId: text, feedHash: text };
const version = { domainId: whole, asin: text, lastUpdateMs: whenMs };

/** JSON text of an object with at least these members. */
function jsonOf<S extends z.ZodRawShape>(shape: S): z.ZodType<unknown, string> {
  return z.string('must be JSON text').transform((value, context) => {
    try {
      const object: unknown = JSON.parse(value);
      const checked = z.looseObject(shape).safeParse(object);
      // The object itself: zod would put its members in another order, and the text would not come back as it went.
      if (checked.success) return object;
      for (const issue of checked.error.issues) context.addIssue({ code: 'custom', message: `${issue.path.join('.')} ${issue.message}` });
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON text' });
    }
    return z.NEVER;
  });
}

const SCHEMAS = {
  feed_cursor: z.strictObject({
    ...feed,
    passStartedMs: whenMs,
    passCompletedMs: whenMs.nullable(),
    coveredToMs: whenMs.nullable(),
    pagesRead: countOf,
    lastRowCount: countOf.nullable(),
    pagesPerPass: countOf,
    newestUpdateMs: whenMs.nullable(),
    oldestUpdateMs: whenMs.nullable(),
  }),
  feed_head: z.strictObject({
    ...feed,
    reachedMs: whenMs.nullable(),
    startedMs: whenMs,
    pagesRead: countOf,
    newestCreatedMs: whenMs.nullable(),
    runningNewestCreatedMs: whenMs.nullable(),
    orderVerified: flag,
  }),
  coverage_gap: z.strictObject({ ...feed, fromMs: whenMs, toMs: whenMs, reason: z.enum(['away', 'row-limit']), recordedMs: whenMs }),
  work_item: z.strictObject({
    jobId: text,
    ...version,
    state: z.enum(['queued', 'accepted', 'dead'], 'must be queued, accepted or dead'),
    reason: z.string().nullable(),
    filterHash: z.string(),
    workClass: z.enum(['discover', 'adhoc']),
    value: z.number(),
    attempts: countOf,
    failure: jsonOf({ code: text, message: z.string(), request: z.string(), callId: z.string(), tokens: countOf, atMs: whenMs }).nullable(),
    tokensSpent: countOf,
    finishedMs: whenMs.nullable(),
    fence: countOf,
    heldFromMs: whenMs,
    heldUntilMs: whenMs,
    feed: jsonOf({ ...version, title: z.string(), priceType: whole, createdMs: whenMs }),
  }),
  purchase: z.strictObject({
    ...version,
    stage: z.enum(['peek', 'commit']),
    product: jsonOf({ domainId: whole, asin: text }).nullable(),
    callId: z.string().nullable(),
    boughtMs: whenMs,
  }),
} satisfies Record<StateTable, z.ZodType>;

/** One line of an export. A lease is not part of it: nobody holds anything while nothing runs. */
export function recordOf<T extends StateTable>(table: T, row: StateRows[T]): StateRecord {
  const values: object = 'heldBy' in row && row.heldBy !== null ? { ...row, ...FREE } : row;
  const fields = Object.keys(SCHEMAS[table].shape);
  return { table, row: Object.fromEntries(fields.map((field) => [columnOf(field), plain(Reflect.get(values, field))])) };
}

/** @throws {ConfigError} with every line that does not fit, by its number. */
export function parseRecords(records: readonly StateRecord[]): ParsedState {
  const parsed: { [T in StateTable]: StateRows[T][] } = { feed_cursor: [], feed_head: [], coverage_gap: [], work_item: [], purchase: [] };
  const problems: string[] = [];
  records.forEach((record, index) => {
    const problem = take(parsed, record);
    if (problem !== null) problems.push(`Line ${index + 1}: ${problem}. Mend or remove that line; nothing was imported.`);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed;
}

function take(into: { readonly [T in StateTable]: unknown[] }, { table, row }: StateRecord): string | null {
  if (!isStateTable(table)) return `table "${table}" is not one of ${Object.keys(SCHEMAS).join(', ')}`;
  if (typeof row !== 'object' || row === null) return 'row must be an object';
  const fields = Object.fromEntries(Object.entries(row).map(([column, value]) => [fieldOf(column), value]));
  const result = SCHEMAS[table].safeParse(fields);
  if (!result.success) return `${table}: ${result.error.issues.map(issueOf).join('; ')}`;
  into[table].push('fence' in result.data ? { ...result.data, heldBy: null, fence: result.data.fence + 1 } : result.data);
  return null;
}

function issueOf(issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? '' : `${columnOf(String(issue.path[0]))} `;
  return issue.code === 'unrecognized_keys' ? `unknown column ${issue.keys.map(columnOf).join(', ')}` : `${at}${issue.message}`;
}

function isStateTable(table: string): table is StateTable {
  return Object.hasOwn(SCHEMAS, table);
}

/** JSON-safe. */
function plain(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fieldOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
