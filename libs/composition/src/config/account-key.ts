import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '@smart-ingestor/contracts';
import { messageOf } from '../message-of';
import type { Environment } from './layers';
import { MASK } from './secrets';

export type KeySource = string | { readonly env: string } | { readonly file: string };

/** A Keepa key that shows itself to nobody: `inspect` and JSON see where it comes from, only `reveal` reads it. */
export class AccountKey {
  readonly #source: KeySource;
  readonly #env: Environment;
  readonly #baseDir: string;

  constructor(source: KeySource, env: Environment, baseDir: string) {
    this.#source = source;
    this.#env = env;
    this.#baseDir = baseDir;
  }

  /** For people: `KEEPA_API_KEY (set)`, `file ./keepa.key`, `***`. */
  describe(): string {
    const source = this.#source;
    if (typeof source === 'string') return MASK;
    if ('file' in source) return `file ${source.file}`;
    return `${source.env} (${this.#variable(source.env) === '' ? 'not set' : 'set'})`;
  }

  toJSON(): string {
    return this.describe();
  }

  /** @throws {ConfigError} naming where the key should be and how to put it there. */
  reveal(account: string): string {
    const source = this.#source;
    const option = `accounts.${account}.key`;
    if (typeof source === 'string') return source.trim();
    if ('file' in source) return this.#readFile(source.file, option);
    const key = this.#variable(source.env);
    if (key !== '') return key;
    throw new ConfigError([
      `No Keepa key: the environment variable ${source.env} (${option}) is not set. Set it with \`export ${source.env}=<your key>\` ` +
        `(keepa.com, "Keepa API access"), or use --simulate for a run without an account.`,
    ]);
  }

  #variable(name: string): string {
    return this.#env[name]?.trim() ?? '';
  }

  #readFile(name: string, option: string): string {
    const file = resolve(this.#baseDir, name);
    try {
      const key = readFileSync(file, 'utf8').trim();
      if (key !== '') return key;
    } catch (error) {
      const reason = messageOf(error);
      throw new ConfigError([`No Keepa key: ${option} names a file that cannot be read (${reason}). Put the key alone into it, or use --simulate.`]);
    }
    throw new ConfigError([`No Keepa key: ${file} (${option}) is empty. Put the key alone into it, or use --simulate.`]);
  }
}
