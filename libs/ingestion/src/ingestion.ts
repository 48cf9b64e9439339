import { type RunSummary, type StopReason, TokenRechargeError } from '@smart-ingestor/contracts';
import { assemble, type Run, type Work } from './assembly';
import type { IngestionParts, RunBounds } from './parts';
import { backOff, nextTurn, type Rest } from './turn';
import { workOf } from './work';

/** The loop: plan a unit, reserve its worst case, send, commit what came of it, report; until a bound or the signal. */
export class Ingestion {
  constructor(
    private readonly parts: IngestionParts,
    private readonly work: (parts: IngestionParts, bounds: RunBounds) => Work = workOf,
  ) {}

  /**
   * Resolves with the summary, also when the signal ends it: what is in flight is finished and settled first.
   * @throws {TokenRechargeError | UnaffordableRequestError | InvalidRequestError | KeyRefusedError | RequestRejectedError | KeepaUnreachableError |
   * StoreUnavailableError}
   */
  async run(bounds: RunBounds, signal?: AbortSignal): Promise<RunSummary> {
    const run = assemble(this.parts, this.work(this.parts, bounds), bounds, signal);
    const wakeUp = (): void => run.bell.ring();
    signal?.addEventListener('abort', wakeUp, { once: true });
    try {
      const stopped = (await open(run)) ?? (await turns(run));
      await run.inFlight.drained();
      run.inFlight.throwIfFailed();
      await run.presence.end();
      const summary = run.summary.finish(stopped, run.time.nowMs());
      run.announcer.tell({ type: 'run.finished', summary });
      return summary;
    } catch (error) {
      await run.inFlight.drained();
      // The first error is the one that explains; a store that fails here as well changes nothing about it.
      await run.presence.end().catch(() => undefined);
      throw error;
    } finally {
      signal?.removeEventListener('abort', wakeUp);
    }
  }
}

/** Nothing is known before the first reading: neither the balance nor the time. */
async function open(run: Run): Promise<StopReason | null> {
  const { account, announcer, bell, bounds, inFlight, parts, presence, scheduler, stop, time } = run;
  for (;;) {
    const stopped = stop.reason(time.nowMs());
    if (stopped !== null) return stopped;
    const opening = await account.read();
    if (opening === null) {
      await rest(run, backOff(run));
      continue;
    }
    const { balanceTokens, refillPerMinute } = opening;
    stop.begin(time.nowMs());
    await presence.begin(
      () => {
        scheduler.forget();
        bell.ring();
      },
      (error) => inFlight.fail(error),
    );
    announcer.tell({ type: 'run.started', jobs: parts.jobs.map((job) => job.id), balanceTokens, refillPerMinute });
    if (bounds.fullRefresh) for (const { id, source, refresh } of parts.jobs) if (refresh) await parts.store.deals.makeAllDue(id, source.domainId);
    return stop.reason(time.nowMs());
  }
}

/** Until a bound, the signal, or an error of a request in flight. */
async function turns(run: Run): Promise<StopReason> {
  for (;;) {
    const next = await nextTurn(run);
    if (next !== 'again' && next !== 'done') await rest(run, next);
    const stopped = run.stop.reason(run.time.nowMs());
    if (stopped !== null) return stopped;
    if (next === 'done') return 'once';
    run.inFlight.throwIfFailed();
  }
}

/** Nothing can go before `wakeMs`, except for what an answer changes. Without an answer to come people are told, or the caller where they asked for it. */
async function rest({ inFlight, housekeeping, parts, time, waiting }: Run, wanted: Rest): Promise<void> {
  if (inFlight.isEmpty) {
    const waitMs = wanted.untilMs - time.nowMs();
    if (wanted.forTokens && parts.onBlocked === 'throw' && waitMs > 0) throw new TokenRechargeError(waitMs, wanted.untilMs, wanted.reason);
    await waiting.tell(wanted);
  }
  await waiting.sleep(Math.min(wanted.wakeMs, time.isKnown ? housekeeping.dueMs : Number.POSITIVE_INFINITY));
}
