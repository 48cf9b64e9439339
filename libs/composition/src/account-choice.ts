import { ConfigError } from '@smart-ingestor/contracts';
import type { Settings } from './config/settings';
import { didYouMean, listed } from './suggestions';

/** A process works for one account: the only one, or the one that the caller names. @throws {ConfigError} */
export function chooseAccount({ accounts }: Pick<Settings, 'accounts'>, named: string | undefined): string {
  const names = Object.keys(accounts);
  if (named === undefined) {
    if (names.length === 1) return names[0]!;
    throw new ConfigError([
      `The config has ${names.length} accounts (${listed(names)}) and a process works for one: name it (--account <name>, or the option account).`,
    ]);
  }
  if (names.includes(named)) return named;
  const suggestion = didYouMean(named, names);
  throw new ConfigError([`unknown account '${named}'${suggestion === '' ? '.' : suggestion} Known: ${listed(names)}.`]);
}
