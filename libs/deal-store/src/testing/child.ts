import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A program of this folder in a process of its own, on a database that others use at the same time. */
export class Child {
  private readonly process: ChildProcessByStdio<null, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  constructor(program: 'reserves' | 'commits', ...parameters: readonly string[]) {
    const node = [
      '--conditions=@smart-ingestor/source',
      '--require',
      join(__dirname, 'run-typescript.js'),
      join(__dirname, `${program}.ts`),
      ...parameters,
    ];
    this.process = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The next line that it prints. */
  async line(): Promise<string> {
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('The process ended before it said anything more');
    return value;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
}
