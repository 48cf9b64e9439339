import prettyMs from 'pretty-ms';

/** `2026-11-23 19:53:57Z`: UTC, because server time and simulated time know no local zone. */
export function timeText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

export function isoText(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** `4m 12s`; two units say enough. */
export function durationText(durationMs: number): string {
  return prettyMs(Math.max(0, durationMs), { unitCount: 2, secondsDecimalDigits: 0 });
}

/** `3h ago`: one unit, for columns; what another clock dates into the future is new. */
export function agoText(atMs: number, nowMs: number): string {
  return `${prettyMs(Math.max(0, nowMs - atMs), { unitCount: 1, secondsDecimalDigits: 0 })} ago`;
}

/** `1 deal`, `2 deals`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `price-above-max 12, no-data 3`, most frequent first; `none` where there is nothing. */
export function tallyText(tally: Readonly<Partial<Record<string, number>>>): string {
  const entries = Object.entries(tally).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0);
  const ranked = entries.sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  return ranked.map(([name, amount]) => `${name} ${amount}`).join(', ') || 'none';
}
