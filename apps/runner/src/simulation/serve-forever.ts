import { SystemClock } from '@smart-ingestor/composition';
import { KeepaSimulator, serveSimulator } from '@smart-ingestor/keepa-simulator';
import { type CliIo, writeLine } from '../io';
import { stopped } from '../stop';
import { readRecordings } from './read-recordings';
import type { SimulatorFlags } from './simulator-flags';

/** Serves until the signal, then closes. The first line on stdout says where, for the script that started it. */
export async function serveForever(flags: SimulatorFlags, io: CliIo): Promise<void> {
  const simulator = new KeepaSimulator({
    clock: new SystemClock({ speed: flags.speed }),
    refillPerMinute: flags.planPerMinute,
    openingBalance: flags.openingTokens,
    seed: flags.seed,
    catalogueSize: flags.catalogueSize,
    key: flags.key,
    lockoutBelow: flags.lockoutBelowTokens,
    lockoutForMs: flags.lockoutForMs,
    recordings: flags.recordings === undefined ? undefined : readRecordings(flags.recordings),
  });
  const server = await serveSimulator(simulator, { port: flags.port });
  writeLine(io.stdout, JSON.stringify({ listening: server.url }));
  await stopped(io.signal);
  await server.close();
}
