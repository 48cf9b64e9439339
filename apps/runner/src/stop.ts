/** Why a command is asked to stop: the user, the system, or a reader of stdout who has seen enough (`| head`). */
export type StopCause = 'SIGINT' | 'SIGTERM' | 'EPIPE';

/** The reason of the abort signal that every command receives. */
export class Stop extends Error {
  constructor(readonly by: StopCause) {
    super(`stopped by ${by}`);
    this.name = 'Stop';
  }
}

/** `null` while nothing has asked to stop. */
export function stopCauseOf(signal: AbortSignal): StopCause | null {
  return signal.reason instanceof Stop ? signal.reason.by : null;
}

/** Resolves as soon as the signal aborts. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
