import { resolve } from 'node:path';

/** Simulated deals never land among real ones unless `--db` says so. */
export const SIMULATED_DB = './data/simulated.db';

export function simulatedDbIn(cwd: string): string {
  return resolve(cwd, SIMULATED_DB);
}
