import { basename, dirname } from 'node:path';
import { builtInPlugins } from '../builtin-plugins';
import type { AnyPlugin } from '../plugins/any-plugin';
import { PluginRegistry } from '../plugins/plugin-registry';
import { findConfigFile, readConfigFile } from './config-file';
import type { ConfigFlags, Environment } from './layers';
import { resolveConfig } from './resolve-config';
import type { ResolvedConfig } from './settings';

export interface LoadOptions {
  readonly cwd: string;
  /** `--config`. Without it `smart-ingestor.config.{ts,mts,cts,js,mjs,cjs,json,yaml,yml}` in `cwd`, or no file at all. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly flags?: ConfigFlags;
  /** Providers of one's own that the config may name. */
  readonly plugins?: readonly AnyPlugin[];
}

/**
 * defaults < file < environment (KEEPA_API_KEY, KEEPA_BASE_URL, SMART_INGESTOR_DB) < flags. Reads no key: that waits for `compose`.
 * @throws {ConfigError} listing every problem of all layers, each with path, layer, value and cure.
 */
export async function loadConfig({ cwd, file: named, env, flags = {}, plugins = [] }: LoadOptions): Promise<ResolvedConfig> {
  const registry = PluginRegistry.of(builtInPlugins, plugins);
  const file = findConfigFile(cwd, named);
  const settings = file === null ? {} : await readConfigFile(file);
  const name = file === null ? 'default' : `file ${basename(file)}`;
  const resolved = await resolveConfig({ written: { name, settings }, env, flags, baseDir: file === null ? cwd : dirname(file), registry });
  return { ...resolved, file };
}
