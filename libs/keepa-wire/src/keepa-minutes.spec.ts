import fc from 'fast-check';
import { keepaMinutesToMs, msToKeepaMinutes } from './keepa-minutes';

describe('Keepa minutes', () => {
  it('begin at 2011-01-01T00:00Z', () => {
    expect(keepaMinutesToMs(0)).toBe(Date.UTC(2011, 0, 1));
    expect(msToKeepaMinutes(Date.UTC(2011, 0, 1))).toBe(0);
  });

  it('of 2026-01-25T08:16Z are 7,924,816', () => {
    expect(new Date(keepaMinutesToMs(7_924_816)).toISOString()).toBe('2026-01-25T08:16:00.000Z');
  });

  it('may lie before 2011: listedSince is', () => {
    expect(new Date(keepaMinutesToMs(-912_280)).getUTCFullYear()).toBe(2009);
  });

  it('cut off seconds and survive the way there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000_000, max: 100_000_000 }), fc.integer({ min: 0, max: 59_999 }), (minutes, ms) => {
        expect(msToKeepaMinutes(keepaMinutesToMs(minutes) + ms)).toBe(minutes);
      }),
    );
  });
});
