/** What goes wrong, and how often. Rates are shares of the metered requests that were admitted, 0 to 1. */
export interface FaultSettings {
  /** The request is charged and never answered. */
  readonly timeoutAfterChargeRate: number;
  /** Status 500, nothing charged. */
  readonly serverErrorRate: number;
  /** Charged; the answer ends in the middle and the connection breaks. */
  readonly cutBodyRate: number;
  /** The answer arrives `outOfOrderDelayMs` late, after those of later requests. */
  readonly outOfOrderRate: number;
  readonly outOfOrderDelayMs: number;
  /** So many of the next metered requests answer 429, whatever the balance. */
  readonly storm429Requests: number;
  /** The next answer says this `refillRate`; `null` = the true one. */
  readonly refillSpikePerMinute: number | null;
}

export const NO_FAULTS: FaultSettings = {
  timeoutAfterChargeRate: 0,
  serverErrorRate: 0,
  cutBodyRate: 0,
  outOfOrderRate: 0,
  outOfOrderDelayMs: 5_000,
  storm429Requests: 0,
  refillSpikePerMinute: null,
};
