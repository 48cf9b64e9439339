/** A hold on something that only one process may work on. `fence` grows with every claim: a write that carries an older one changes nothing. */
export interface Lease {
  readonly fence: number;
}

/**
 * Who asks for a lease, and for how long. A lease that is not renewed ends by itself, so nobody has to clear it after a crash. Only others may
 * take it then: an owner that asks is alive, and what it still holds is on its way (at speed 900 a lease of 90 s is 0.1 s, which a busy machine needs).
 */
export interface LeaseTerms {
  /** Unique per run of one account. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Server time. A lease given later than `nowMs + LONGEST_PROCESSING_MS` was given by another clock (a restarted simulator) and counts as free. */
  readonly nowMs: number;
}

/** Longest time that work stays with a process that has stopped answering. A living one renews every third of it. */
export const LEASE_MS = 90_000;
