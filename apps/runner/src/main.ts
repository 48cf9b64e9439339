import { readFileSync } from 'node:fs';
import { runCli } from './cli';
import { exitCodeOfStop } from './exit-codes';
import { Stop, type StopCause } from './stop';

const controller = new AbortController();

function stop(by: StopCause): void {
  controller.abort(new Stop(by));
}

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The second one means now: what was in flight is then counted as spent by the next run.
    if (controller.signal.aborted) process.exit(exitCodeOfStop(AbortSignal.abort(new Stop(name))));
    process.stderr.write(`${name}: finishing what is in flight; a second one stops at once.\n`);
    stop(name);
  });
}

for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop('EPIPE');
  });
}

void runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: controller.signal,
  readStdin: () => readFileSync(0, 'utf8'),
}).then((code) => {
  // Not process.exit: what is written to a pipe must still arrive.
  process.exitCode = code;
});
