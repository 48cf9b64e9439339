/** Keepa and the database count in the smallest unit. Amazon.co.jp (5) prices in yen, which have none; every other shop has cents or their like. */
const YEN_SHOP = 5;

function minorPerMain(domainId: number | undefined): number {
  return domainId === YEN_SHOP ? 1 : 100;
}

/** 1299 → 12.99. */
export function mainUnits(minor: number | null, domainId: number): number | null {
  return minor === null ? null : minor / minorPerMain(domainId);
}

/** 1299 → `12.99`; an unknown amount is the table's business. */
export function moneyText(minor: number | null, domainId: number): string {
  return mainUnits(minor, domainId)?.toFixed(domainId === YEN_SHOP ? 0 : 2) ?? '';
}

/** 12.99 → 1299. Without a domain the amount is read as one with cents. */
export function minorUnits(main: number | undefined, domainId: number | undefined): number | undefined {
  return main === undefined ? undefined : Math.round(main * minorPerMain(domainId));
}
