import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Recorded real responses, where somebody has them: `SMART_INGESTOR_SAMPLES`, or a folder beside the workspace. They are never part of it. */
const FOLDER = process.env.SMART_INGESTOR_SAMPLES ?? resolve(__dirname, '../../../../../shared/samples');

/** `describe`, or a visible skip where there are no recordings. */
export const describeRecorded = existsSync(FOLDER) ? describe : describe.skip;

export interface RecordedBody {
  readonly name: string;
  readonly text: () => string;
}

export function recorded(folder: string): readonly RecordedBody[] {
  const path = join(FOLDER, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .map((file) => ({ name: basename(file), text: () => read(join(path, file)) }));
}

function read(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
