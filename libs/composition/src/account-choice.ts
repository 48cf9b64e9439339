import { ConfigError } from '@smart-ingestor/contracts';
import type { Settings } from './config/settings';
import { didYouMean, listed } from './suggestions';

/** The only account, or the one that the caller names. @throws {ConfigError} */
export function chooseAccount({ accounts }: Pick<Settings, 'accounts'>, named: string | undefined): string {
  const names = Object.keys(accounts);
  if (named === undefined) {
    if (names.length === 1) return names[0]!;
    throw new ConfigError([
      `The config has ${names.length} accounts (${listed(names)}) and compose makes one: name it (the option account), or make all with composeAll.`,
    ]);
  }
  if (names.includes(named)) return named;
  const suggestion = didYouMean(named, names);
  throw new ConfigError([`unknown account '${named}'${suggestion === '' ? '.' : suggestion} Known: ${listed(names)}.`]);
}
