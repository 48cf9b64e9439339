import type { RunSummary, StopReason } from '@smart-ingestor/contracts';
import { AccountState } from './account-state';
import { Agenda } from './agenda';
import { Announcer } from './announcer';
import { Gate } from './gate';
import type { IngestionParts, RunBounds } from './parts';
import { Pause } from './pause';
import { Sender } from './sender';
import { ServerClock } from './server-clock';
import { Stop } from './stop';
import { SummaryWriter } from './summary-writer';

/** The loop: plan a unit, reserve its worst case, send, commit what came of it, report; until a bound or the signal. */
export class Ingestion {
  constructor(private readonly parts: IngestionParts) {}

  /**
   * Resolves with the summary, also when the signal ends it: what is in flight is finished and settled first.
   * @throws {TokenRechargeError | UnaffordableRequestError | InvalidRequestError | KeyRefusedError | RequestRejectedError | KeepaUnreachableError |
   * StoreUnavailableError}
   */
  async run(bounds: RunBounds, signal?: AbortSignal): Promise<RunSummary> {
    const { parts } = this;
    const time = new ServerClock(parts.clock);
    const summary = new SummaryWriter();
    const announcer = new Announcer(parts.accountId, time, [summary, ...parts.listeners]);
    const stop = new Stop(bounds, signal);
    const pause = new Pause(time, stop, announcer, signal, parts.onBlocked);
    const account = new AccountState(parts, time, stop, pause);
    const gate = new Gate(parts, time, stop, account, announcer);
    const sender = new Sender(parts, time, stop, account, announcer);

    const opening = await account.read();
    let stopped: StopReason | null = stop.reason(time.nowMs());
    if (opening !== null) {
      stop.begin(time.nowMs());
      announcer.tell({
        type: 'run.started',
        jobs: parts.jobs.map((job) => job.id),
        balanceTokens: opening.balanceTokens,
        refillPerMinute: opening.refillPerMinute,
      });
    }
    const agenda = new Agenda(parts.jobs, parts.store, parts.owner, bounds.once ?? false);
    while (stopped === null) {
      const next = await agenda.next(account.refillPerMinute, time.nowMs());
      if (next.kind === 'done') stopped = 'once';
      else if (next.kind === 'idle') await pause.until(next.untilMs, next.reason);
      else {
        const admission = await gate.admit(next.unit);
        if (admission !== null) await sender.send(next.unit, admission);
      }
      stopped ??= stop.reason(time.nowMs());
    }
    const result = summary.finish(stopped, time.nowMs());
    announcer.tell({ type: 'run.finished', summary: result });
    return result;
  }
}
