import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { IngestionEvent } from '@smart-ingestor/contracts';

const BIN = join(__dirname, '../../bin/smart-ingestor.js');

/** The built command line as a real process, for what only a process can show: being killed, and not being alone. */
export class SpawnedCli {
  readonly lines: string[] = [];
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  private errors: readonly string[] = [];
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(argv: readonly string[], cwd: string, env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [BIN, ...argv], { cwd, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    this.child.stderr!.on('data', (bytes: Buffer) => {
      stderr += bytes.toString();
      this.errors = stderr.split('\n');
      for (const look of this.watchers) look();
    });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.lines.push(line);
      for (const look of this.watchers) look();
    });
    this.ended = once(this.child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  }

  kill(signal: NodeJS.Signals): Promise<unknown> {
    this.child.kill(signal);
    return this.ended;
  }

  /** As `| head` does when it has seen enough. */
  closeStdout(): void {
    this.child.stdout!.destroy();
  }

  /** Resolves as soon as so many lines of stdout or stderr match; rejects where the process ends before. */
  seen(pattern: RegExp, times = 1): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if ([...this.lines, ...this.errors].filter((line) => pattern.test(line)).length < times) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      this.ended.then(({ code, stderr }) => reject(new Error(`ended with ${code} before ${pattern} was seen ${times} times:\n${stderr}`)));
      look();
    });
  }

  /** The events of `run --json`; a line that the kill cut short is left out. */
  events(): IngestionEvent[] {
    return this.lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as IngestionEvent);
  }
}

/** A Keepa simulator in a process of its own. */
export class SpawnedSimulator {
  private constructor(
    private readonly cli: SpawnedCli,
    readonly url: string,
  ) {}

  static async start(cwd: string, argv: readonly string[]): Promise<SpawnedSimulator> {
    const cli = new SpawnedCli(['simulator', '--port', '0', ...argv], cwd);
    await cli.seen(/listening/);
    return new SpawnedSimulator(cli, (JSON.parse(cli.lines[0]!) as { listening: string }).listening);
  }

  /** The server's own books. */
  async books(): Promise<Record<string, number>> {
    return (await (await fetch(`${this.url}/__sim/state`)).json()) as Record<string, number>;
  }

  stop(): Promise<unknown> {
    return this.cli.kill('SIGTERM');
  }
}
