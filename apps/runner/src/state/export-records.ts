import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StateRecord } from '@smart-ingestor/contracts';
import { type CliIo, writeLine } from '../io';
import { UsageError } from '../usage-error';

async function newFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError([`--out: ${file} is there already and is never overwritten. Name another file, or move it away first.`]);
  }
}

/** A record a line, to stdout or into a new file. Returns how many. */
export async function exportRecords(records: AsyncIterable<StateRecord>, out: string | undefined, io: CliIo): Promise<number> {
  const file = out === undefined ? null : await newFile(resolve(io.cwd, out));
  let rows = 0;
  try {
    for await (const record of records) {
      const line = JSON.stringify(record);
      if (file === null) writeLine(io.stdout, line);
      else await file.appendFile(`${line}\n`);
      rows += 1;
    }
    return rows;
  } finally {
    await file?.close();
  }
}
