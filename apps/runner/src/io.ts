import type { ImportModule } from '@smart-ingestor/composition';

/** What of a stream the commands use; `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Everything of the process that a command may touch; specs pass their own. */
export interface CliIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborts with a `Stop`. */
  readonly signal: AbortSignal;
  /** Reads the standard input to its end. */
  readonly readStdin?: () => string;
  /** Runs the modules of plugins; absent: Node's own `import()`. */
  readonly importModule?: ImportModule;
}

export function writeLine(output: Output, text: string): void {
  output.write(`${text}\n`);
}
