import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../cli';
import { type CapturedIo, capturedIo } from './captured-io';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCli {
  readonly io: CapturedIo;
  readonly result: Promise<CliResult>;
}

/** A folder of its own, in which the command line runs as if it were a process there. */
export class CliFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'smart-ingestor-cli-'));
  private readonly started: StartedCli[] = [];

  write(name: string, content: unknown): string {
    const file = join(this.path, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  start(argv: readonly string[], env: Record<string, string> = {}): StartedCli {
    const io = capturedIo(this.path, env);
    const result = runCli(argv, io).then((code) => ({ code, stdout: io.stdout.text, stderr: io.stderr.text }));
    const started = { io, result };
    this.started.push(started);
    return started;
  }

  run(argv: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
    return this.start(argv, env).result;
  }

  /** Also stops what a failed test left running. */
  async remove(): Promise<void> {
    for (const { io } of this.started) io.stop('SIGTERM');
    await Promise.all(this.started.map(({ result }) => result));
    rmSync(this.path, { recursive: true, force: true });
  }
}
