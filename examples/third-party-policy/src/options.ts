import { z } from 'zod';

const hour = (option: string) => {
  const range = { error: `${option} is a whole hour from 0 to 23, UTC` };
  return z.int(range).min(0, range).max(23, range);
};
const percent = { error: 'dayReservePercent is a number from 0 to 90' };

export const nightOwlOptions = z
  .strictObject({
    /** Part of the capacity (60 minutes of refill) that is not spent by day. */
    dayReservePercent: z.number(percent).min(0, percent).max(90, percent).default(25),
    nightFromHour: hour('nightFromHour').default(22),
    nightToHour: hour('nightToHour').default(6),
  })
  .prefault({});

export type NightOwlOptions = z.output<typeof nightOwlOptions>;
