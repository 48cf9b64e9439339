import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configTemplate } from '@smart-ingestor/composition';
import { FlagReader } from '../flags/flag-reader';
import { type CliIo, writeLine } from '../io';
import { UsageError } from '../usage-error';

const TEMPLATE_FORMATS = ['ts', 'json', 'yaml'] as const;
/** Any of these would be read instead of, or beside, the new one. */
const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json', 'yaml', 'yml'];

const fileOf = (extension: string): string => `smart-ingestor.config.${extension}`;

/** Writes `smart-ingestor.config.<format>` into the current folder. @throws {UsageError} where a config is there already. */
export function initConfig(values: Readonly<Record<string, unknown>>, io: CliIo): void {
  const flags = new FlagReader(values);
  const format = flags.choice('--format', TEMPLATE_FORMATS) ?? 'ts';
  flags.done();
  const present = EXTENSIONS.map(fileOf).find((file) => existsSync(join(io.cwd, file)));
  if (present !== undefined) {
    throw new UsageError([`${join(io.cwd, present)} is there already and is never overwritten. Edit it, or move it away first.`]);
  }
  // `wx`: also refuses a file that appeared in this very moment.
  writeFileSync(join(io.cwd, fileOf(format)), configTemplate(format), { flag: 'wx' });
  writeLine(io.stdout, `Wrote ${fileOf(format)}. Next: smart-ingestor config check`);
}
