import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface Task<I> {
  readonly kind: 'cell' | 'baseline';
  readonly input: I;
}

/** Objects of a unit live for a request or two: with the default of 16 MB a quarter of the time went into collecting them. */
const YOUNG_GENERATION = ['--max-semi-space-size=64'];

type Reply<O> = { readonly value: O } | { readonly error: string };

/** Runs tasks on so many processes, one task at a time each; outcomes come in any order. A worker that dies or throws ends everything. */
export async function runAll<I, O>(tasks: readonly Task<I>[], workers: number, onOutcome: (outcome: O) => void): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, () => work(waiting, onOutcome)));
}

async function work<I, O>(waiting: Task<I>[], onOutcome: (outcome: O) => void): Promise<void> {
  const child = fork(join(__dirname, 'worker.js'), { stdio: 'inherit', execArgv: YOUNG_GENERATION });
  try {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) onOutcome(await ask<O>(child, task));
  } catch (error) {
    waiting.length = 0;
    throw error;
  } finally {
    child.kill();
  }
}

function ask<O>(child: ChildProcess, task: Task<unknown>): Promise<O> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`A worker ended with ${code} at ${JSON.stringify(task.input)}.`));
    child.once('exit', died);
    child.once('message', (reply: Reply<O>) => {
      child.removeListener('exit', died);
      if ('value' in reply) resolve(reply.value);
      else reject(new Error(`${JSON.stringify(task.input)}: ${reply.error}`));
    });
    child.send(task);
  });
}
