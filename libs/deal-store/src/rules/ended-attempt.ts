/** How the request for one leased row (a deal's refresh, a seller's lookup) ended. */
export interface Attempt {
  readonly claimed: { readonly attempts: number };
  readonly answered: boolean;
  readonly notBeforeMs?: number;
}

/** The row afterwards, beside what the answer itself says. */
export interface EndedAttempt {
  /** Failed ones since the last answer. A request that was never sent, or refused with 429, counts as none. */
  readonly attempts: number;
  /** `null`: Keepa did not answer, what is known stays. */
  readonly answeredMs: number | null;
  /** 0: free at once. */
  readonly waitsUntilMs: number;
}

export function endOfAttempt({ claimed, answered, notBeforeMs }: Attempt, nowMs: number): EndedAttempt {
  const failed = !answered && notBeforeMs !== undefined;
  return {
    attempts: answered ? 0 : claimed.attempts + (failed ? 1 : 0),
    answeredMs: answered ? nowMs : null,
    waitsUntilMs: notBeforeMs !== undefined && notBeforeMs > nowMs ? notBeforeMs : 0,
  };
}
