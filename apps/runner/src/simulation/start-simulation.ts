import { randomBytes } from 'node:crypto';
import type { Clock } from '@smart-ingestor/contracts';
import { KeepaSimulator, serveSimulator } from '@smart-ingestor/keepa-simulator';
import type { SimulationFlags } from '../run/run-flags';
import { simulatedDbIn } from './simulated-db';

export interface Simulation {
  /** What the config takes from it, as a layer below `--db`. */
  readonly settings: { readonly baseUrl: string; readonly key: string; readonly db: string };
  close(): Promise<void>;
}

/** The simulator as an HTTP server inside this process, so that the real transport runs; both share one clock. */
export async function startSimulation(flags: SimulationFlags, clock: Clock, cwd: string): Promise<Simulation> {
  // A fresh account each time: the books of an earlier, simulated bucket must not be mistaken for this one's.
  const key = `simulated-${flags.seed}-${randomBytes(8).toString('hex')}`;
  const simulator = new KeepaSimulator({ clock, refillPerMinute: flags.planPerMinute, openingBalance: flags.openingTokens, seed: flags.seed, key });
  const server = await serveSimulator(simulator, { port: 0 });
  return { settings: { baseUrl: server.url, key, db: simulatedDbIn(cwd) }, close: () => server.close() };
}
