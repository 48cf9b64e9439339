import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '@smart-ingestor/contracts';

/** A folder of its own with these files; `remove` it after the test. */
export function configFolder(files: Readonly<Record<string, string>>): {
  readonly path: string;
  has(name: string): boolean;
  remove(): void;
} {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'smart-ingestor-config-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, has: (name) => existsSync(join(path, name)), remove: () => rmSync(path, { recursive: true }) };
}

/** The problems of the ConfigError that this promise must reject with. */
export async function problemsOf(attempt: Promise<unknown> | (() => unknown)): Promise<readonly string[]> {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('expected a ConfigError');
}
