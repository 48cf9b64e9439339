import type { CliIo, Output } from '../io';
import { Stop, type StopCause } from '../stop';

export class CapturedOutput implements Output {
  text = '';
  private readonly watchers: (() => void)[] = [];

  readonly columns = 300;

  constructor(readonly isTTY = false) {}

  write(text: string): boolean {
    this.text += text;
    for (const watcher of this.watchers) watcher();
    return true;
  }

  lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  /** Resolves as soon as what was written matches. */
  seen(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => void (pattern.test(this.text) && resolve());
      this.watchers.push(look);
      look();
    });
  }
}

export interface CapturedIo extends CliIo {
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  stop(by: StopCause): void;
}

/** A process of its own in memory: nothing of the machine's environment gets in. */
export function capturedIo(cwd: string, env: CliIo['env'] = {}, isTTY = false): CapturedIo {
  const controller = new AbortController();
  return {
    stdout: new CapturedOutput(isTTY),
    stderr: new CapturedOutput(isTTY),
    env,
    cwd,
    signal: controller.signal,
    // Jest's CommonJS makes a `require` of this.
    importModule: (file) => import(file) as Promise<unknown>,
    stop: (by) => controller.abort(new Stop(by)),
  };
}
