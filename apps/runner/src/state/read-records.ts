import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { types } from 'node:util';
import type { StateRecord } from '@smart-ingestor/contracts';
import { UsageError } from '../usage-error';

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError([`${file} cannot be read: ${types.isNativeError(error) ? error.message : String(error)}`]);
  }
}

function isRecord(value: unknown): value is StateRecord {
  const { table, row } = (value ?? {}) as Partial<Record<keyof StateRecord, unknown>>;
  if (typeof table !== 'string' || typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  return Object.values(row).every((member) => member === null || typeof member === 'string' || typeof member === 'number');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What `state export` wrote, a record a line. @throws {UsageError} naming every line that is none. */
export function readRecords(name: string, cwd: string): StateRecord[] {
  const file = resolve(cwd, name);
  const lines = textOf(file).replace(/\n$/, '').split('\n');
  const records = lines.map(parsed);
  const problems = records.flatMap((record, index) =>
    isRecord(record) ? [] : [`line ${index + 1} of ${file}: expected {"table":"…","row":{…}} as JSON.`],
  );
  if (problems.length > 0) throw new UsageError(problems);
  return records.filter(isRecord);
}
