import ms from 'ms';
import { z } from 'zod';

const MS_PER_HOUR = 3_600_000;

/** `72h`, `14d`: text with its unit, because a bare number would be milliseconds. `null`: not a duration. */
function parsedMs(text: string): number | null {
  const parsed = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  return parsed === undefined || !Number.isFinite(parsed) ? null : Math.round(parsed);
}

/** A stretch of time from one hour to a year; every way to miss it is told as the same rule. */
export function duration(why: string): z.ZodString {
  const rule = { error: `must be a duration from '1h' to '365d' with its unit, such as '72h' or '30d' (${why})` };
  const isInRange = (text: string): boolean => {
    const durationMs = parsedMs(text);
    return durationMs !== null && durationMs >= MS_PER_HOUR && durationMs <= 365 * 24 * MS_PER_HOUR;
  };
  return z.string(rule).refine(isInRange, rule);
}

/** Of a checked duration. */
export function durationMs(checked: string): number {
  return parsedMs(checked) ?? Number.NaN;
}
