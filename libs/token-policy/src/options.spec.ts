import { deficitLimitOptions, noOptions } from './options';

describe('The options of deficit-limit', () => {
  it('default to a deficit of 180', () => {
    expect(deficitLimitOptions.parse(undefined)).toEqual({ maxDeficitTokens: 180 });
    expect(deficitLimitOptions.parse({})).toEqual({ maxDeficitTokens: 180 });
  });

  it('take 0 to 100,000', () => {
    expect(deficitLimitOptions.parse({ maxDeficitTokens: 0 }).maxDeficitTokens).toBe(0);
    expect(deficitLimitOptions.parse({ maxDeficitTokens: 100_000 }).maxDeficitTokens).toBe(100_000);
  });

  it.each([-1, 100_001, 1.5, '180', Number.NaN, null])('refuse %p with option, range and value', (maxDeficitTokens) => {
    const { error } = deficitLimitOptions.safeParse({ maxDeficitTokens });
    expect(error?.issues[0]?.message).toMatch(/^maxDeficitTokens is a whole number from 0 .* to 100000 tokens, not .+; the default is 180\.$/);
  });

  it('refuse what they do not know', () => {
    expect(deficitLimitOptions.safeParse({ maxDeficit: 180 }).success).toBe(false);
    expect(noOptions.safeParse({ maxDeficitTokens: 180 }).success).toBe(false);
    expect(noOptions.parse(undefined)).toEqual({});
  });
});
