/** The only source of time in the libraries. All times are integer milliseconds since the Unix epoch. */
export interface Clock {
  nowMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}
