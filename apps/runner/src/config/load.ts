import { resolve } from 'node:path';
import { loadConfig, type ResolvedConfig } from '@smart-ingestor/composition';
import type { ConfigFlagValues } from '../flags/config-flags';
import type { CliIo } from '../io';
import type { Simulation } from '../simulation/start-simulation';

/** defaults < file < environment < flags. @throws {ConfigError} with every problem. */
export function load({ config, db }: ConfigFlagValues, io: CliIo, simulation?: Simulation): Promise<ResolvedConfig> {
  const flags = { ...(db !== undefined && { db: resolve(io.cwd, db) }), ...(simulation !== undefined && { simulate: simulation.settings }) };
  return loadConfig({ cwd: io.cwd, file: config, env: io.env, flags });
}
