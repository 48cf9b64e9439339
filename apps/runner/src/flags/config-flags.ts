import type { Command } from 'commander';

/** Where settings and deals are: on every command that reads them. */
export function withConfigFlags(command: Command): Command {
  return withDatabaseFlag(command.option('--config <file>', 'config file (default: smart-ingestor.config.* of the current folder, if there is one)'));
}

export function withDatabaseFlag(command: Command): Command {
  return command.option('--db <file>', 'SQLite database file (over the config and SMART_INGESTOR_DB)');
}

export interface ConfigFlagValues {
  readonly config?: string;
  readonly db?: string;
}
