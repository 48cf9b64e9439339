import { types } from 'node:util';
import { CommanderError } from 'commander';
import { EXIT, exitCodeOfError, exitCodeOfStop } from './exit-codes';
import type { CliIo } from './io';
import { createProgram } from './program';
import { reportError } from './report-error';
import { Stop } from './stop';

/** Help and version have printed what was asked for; a stop is no error. */
function isQuiet(error: unknown): boolean {
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help';
  return error instanceof Stop || (types.isNativeError(error) && error.name === 'AbortError');
}

/** The whole command line: `argv` without node and script. Returns the exit code and never throws. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    await createProgram(io).parseAsync([...argv], { from: 'user' });
    return exitCodeOfStop(io.signal);
  } catch (error) {
    if (isQuiet(error)) return io.signal.aborted ? exitCodeOfStop(io.signal) : exitCodeOfError(error);
    reportError(error, io);
    return exitCodeOfError(error) || EXIT.unexpected;
  }
}
