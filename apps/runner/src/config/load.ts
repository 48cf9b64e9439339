import { resolve } from 'node:path';
import { loadConfig, type LoadOptions, type ResolvedConfig } from '@smart-ingestor/composition';
import type { ConfigFlagValues } from '../flags/config-flags';
import type { CliIo } from '../io';
import type { Simulation } from '../simulation/start-simulation';

/** defaults < file < environment < flags. @throws {ConfigError} with every problem. */
export function load(values: ConfigFlagValues, io: CliIo, simulation?: Simulation): Promise<ResolvedConfig> {
  return loadConfig(loadOptions(values, io, simulation));
}

/** For commands that work on what the jobs name: of them a list may come by the standard input. */
export function loadWithInput(values: ConfigFlagValues, io: CliIo, simulation?: Simulation): Promise<ResolvedConfig> {
  return loadConfig({ ...loadOptions(values, io, simulation), stdin: io.readStdin });
}

export function loadOptions({ config, db }: ConfigFlagValues, io: CliIo, simulation?: Simulation): LoadOptions {
  const flags = { ...(db !== undefined && { db: resolve(io.cwd, db) }), ...(simulation !== undefined && { simulate: simulation.settings }) };
  return { cwd: io.cwd, file: config, env: io.env, flags, importModule: io.importModule };
}
