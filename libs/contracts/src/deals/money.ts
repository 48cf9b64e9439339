/** Smallest currency unit of the domain (cent, yen). `null` is "unknown", never 0. */
export type MinorUnits = number;

/** What Amazon takes from a sale, as Keepa reports it. */
export interface Fees {
  readonly referralPercent: number | null;
  readonly pickAndPackMinor: MinorUnits | null;
  readonly variableClosingMinor: MinorUnits | null;
}

/**
 * What is left of a sale at `sellMinor` after Amazon's fees and the purchase at `buyMinor`.
 * An unknown referral fee or fulfilment fee makes the margin unknown: `null`, never a guess. An unknown closing fee counts as 0, because only media have one.
 */
export function marginAfterFees(sellMinor: MinorUnits | null, buyMinor: MinorUnits | null, fees: Fees): MinorUnits | null {
  if (sellMinor === null || buyMinor === null || fees.referralPercent === null || fees.pickAndPackMinor === null) return null;
  const referralMinor = Math.ceil((sellMinor * fees.referralPercent) / 100);
  return sellMinor - referralMinor - fees.pickAndPackMinor - (fees.variableClosingMinor ?? 0) - buyMinor;
}
