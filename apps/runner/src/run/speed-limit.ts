import type { Settings } from '@smart-ingestor/composition';
import { UsageError } from '../usage-error';

function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Only a simulator's clock can be hurried: against Keepa a fast clock would count tokens that nobody has refilled. @throws {UsageError} */
export function refuseSpeedAgainstKeepa(speed: number, { accounts }: Settings, account: string | undefined): void {
  if (speed === 1) return;
  const chosen = Object.entries(accounts).filter(([name]) => account === undefined || name === account);
  const problems = chosen
    .filter(([, { baseUrl }]) => !isLoopback(baseUrl))
    .map(
      ([name, { baseUrl }]) =>
        `--speed: ${speed} needs a simulator, but account "${name}" talks to ${new URL(baseUrl).host}. ` +
        'Add --simulate, or set KEEPA_BASE_URL to a simulator on this machine.',
    );
  if (problems.length > 0) throw new UsageError(problems);
}
