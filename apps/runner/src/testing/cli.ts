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

  write(name: string, content: unknown): string {
    const file = join(this.path, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  start(argv: readonly string[], env: Record<string, string> = {}): StartedCli {
    const io = capturedIo(this.path, env);
    const result = runCli(argv, io).then((code) => ({ code, stdout: io.stdout.text, stderr: io.stderr.text }));
    return { io, result };
  }

  run(argv: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
    return this.start(argv, env).result;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
