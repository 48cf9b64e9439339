import { inspect, types } from 'node:util';
import { isSmartIngestorError } from '@smart-ingestor/contracts';
import { CommanderError } from 'commander';
import { createColors } from 'picocolors';
import { type CliIo, writeLine } from './io';

/** What to do about errors of the operating system, by their code. */
const CURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there: choose another --port, or 0 for any free one.',
  EACCES: 'The system denies access: choose another place, or a --port from 1024 on.',
  ENOSPC: 'The disk is full: free some space, or choose another place with --db.',
  EROFS: 'The file system is read-only: choose another place with --db.',
};

function headline(error: unknown): string {
  if (error instanceof CommanderError) return `error USAGE: ${error.message.replace(/^error: /, '')}`;
  if (isSmartIngestorError(error)) return `error ${error.code}: ${error.message}`;
  if (!types.isNativeError(error)) return `error UNEXPECTED: ${String(error)}`;
  const code = (error as NodeJS.ErrnoException).code;
  const cure = CURES[code ?? ''];
  if (code !== undefined && cure !== undefined) return `error ${code}: ${error.message}. ${cure}`;
  return `error UNEXPECTED: ${error.message} (SMART_INGESTOR_DEBUG=1 shows where)`;
}

/** One line `error CODE: message`, more where there is more than one problem; the stack only for those who ask for it. */
export function reportError(error: unknown, io: Pick<CliIo, 'stderr' | 'env'>): void {
  const isColoured = io.stderr.isTTY === true && !io.env['NO_COLOR'];
  writeLine(io.stderr, headline(error).replace(/^error \w+:/, createColors(isColoured).red));
  if (io.env['SMART_INGESTOR_DEBUG'] === '1') writeLine(io.stderr, types.isNativeError(error) ? (error.stack ?? error.message) : inspect(error));
}
