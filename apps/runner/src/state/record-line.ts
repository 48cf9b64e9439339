import type { StateRecord } from '@smart-ingestor/contracts';
import { isoText } from '../output/words';

const TIME = /(Ms|_ms)$/;
/** Later than 2001: below, a value in milliseconds is a length of time. */
const EARLIEST_TIME_MS = 1e12;

function shown(key: string, value: string | number | null): string {
  if (typeof value === 'number' && TIME.test(key) && value >= EARLIEST_TIME_MS) return isoText(value);
  return value === null ? '–' : String(value).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

/** One row for people: its table, then what it holds, times as times. */
export function recordLine({ table, row }: StateRecord): string {
  return [
    table,
    ...Object.entries(row).map(([key, value]) => {
      const text = shown(key, value);
      return `${key}=${text.length <= 60 ? text : `${text.slice(0, 59)}…`}`;
    }),
  ].join('  ');
}
