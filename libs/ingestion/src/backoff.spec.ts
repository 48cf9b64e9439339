import fc from 'fast-check';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it('doubles from one second and stops at a minute', () => {
    expect([1, 2, 3, 7, 8, 50].map((failures) => backoffMs(failures, 0.999999))).toEqual([1000, 2000, 4000, 60000, 60000, 60000]);
  });

  it('stays between half and the whole of its step for every jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (failures, random) => {
        const full = Math.min(60_000, 1_000 * 2 ** (failures - 1));
        expect(backoffMs(failures, random)).toBeGreaterThanOrEqual(full / 2);
        expect(backoffMs(failures, random)).toBeLessThanOrEqual(full);
      }),
    );
  });
});
