import { z } from 'zod';

/** An integer option; every way to miss it is told as the same rule, which names the range. */
export function wholeNumber(min: number, max: number, why = ''): z.ZodInt {
  const rule = { error: `must be a whole number from ${min} to ${max}${why === '' ? '' : ` (${why})`}` };
  return z.int(rule).min(min, rule).max(max, rule);
}
