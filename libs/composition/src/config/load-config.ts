import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { findConfigFile, readConfigFile } from './config-file';
import type { ConfigFlags, Environment } from './layers';
import { type ConfigSources, type PluginSources, resolveConfig } from './resolve-config';
import type { ResolvedConfig } from './settings';

export interface LoadOptions extends PluginSources {
  readonly cwd: string;
  /** `--config`. Without it `smart-ingestor.config.{ts,mts,cts,js,mjs,cjs,json,yaml,yml}` in `cwd`, or no file at all. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly flags?: ConfigFlags;
  /** Reads the standard input to its end: `asins: '-'` of a job takes its list from there. */
  readonly stdin?: (() => string) | undefined;
}

/**
 * defaults < file < environment (KEEPA_API_KEY, KEEPA_BASE_URL, SMART_INGESTOR_DB) < flags. Reads no key: that waits for `compose`.
 * @throws {ConfigError} listing every problem of all layers, each with path, layer, value and cure.
 */
export async function loadConfig(options: LoadOptions): Promise<ResolvedConfig> {
  const sources = await sourcesOf(options);
  return { ...(await resolveConfig(sources)), file: sources.file };
}

/** Where the config of these options comes from. @throws {ConfigError} where its file cannot be read. */
export async function sourcesOf({
  cwd,
  file: named,
  env,
  flags = {},
  plugins,
  importModule,
  stdin,
}: LoadOptions): Promise<ConfigSources & { readonly file: string | null }> {
  const file = findConfigFile(cwd, named);
  const settings = file === null ? {} : await readConfigFile(file);
  return {
    file,
    written: { name: file === null ? 'default' : `file ${basename(file)}`, settings },
    source: file === null ? undefined : readFileSync(file, 'utf8'),
    env,
    flags,
    baseDir: file === null ? cwd : dirname(file),
    plugins: { plugins, importModule },
    stdin,
  };
}
