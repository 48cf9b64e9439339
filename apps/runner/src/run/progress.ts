import type { Clock, IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import { createLogUpdate } from 'log-update';
import { type Output, writeLine } from '../io';
import { AccountLines } from './account-lines';

export interface Progress extends IngestionListener {
  /** Leaves the last line standing and gives the terminal back. */
  done(): void;
}

/** At most this often where nobody watches: a log file of a week stays readable. */
const LOG_LINE_EVERY_MS = 60_000;

/** A line that renews itself in place. Deals arrive by the dozen: they change the count, not the picture. */
function terminalProgress(output: Output): Progress {
  const state = new AccountLines();
  // log-update's cursor handling reaches for process.stderr whatever the stream: left off.
  const render = createLogUpdate(output as unknown as NodeJS.WritableStream, { showCursor: true });
  return {
    on(event: IngestionEvent): void {
      state.on(event);
      if (event.type !== 'deal.stored' && event.type !== 'run.finished') render(state.text());
    },
    done: () => render.done(),
  };
}

/** A line a minute of wall time at most, however fast the account's clock runs. */
function logProgress(output: Output, wall: Clock): Progress {
  const state = new AccountLines();
  let nextLineAtMs = Number.NEGATIVE_INFINITY;
  return {
    on(event: IngestionEvent): void {
      state.on(event);
      if (event.type !== 'wait.started' || wall.nowMs() < nextLineAtMs) return;
      nextLineAtMs = wall.nowMs() + LOG_LINE_EVERY_MS;
      writeLine(output, state.line(event.accountId));
    },
    done: () => undefined,
  };
}

/** Progress goes to stderr, so that stdout holds results only. */
export function createProgress(output: Output, wall: Clock): Progress {
  return output.isTTY ? terminalProgress(output) : logProgress(output, wall);
}
