import fc from 'fast-check';
import { parseKeepaJson, writeKeepaJson } from './keepa-json';

const UNKNOWN_ROOT = 9_223_372_036_854_775_807n;

describe('JSON from Keepa', () => {
  it('keeps the unknown root category to its last digit, and small numbers as numbers', () => {
    expect(parseKeepaJson('{"rootCat":9223372036854775807,"n":[1,-2.5,1e3],"last":9007199254740991}')).toEqual({
      rootCat: UNKNOWN_ROOT,
      n: [1, -2.5, 1000],
      last: 9007199254740991,
    });
    expect(parseKeepaJson('[-9223372036854775808]')).toEqual([-9_223_372_036_854_775_808n]);
    expect(parseKeepaJson('9223372036854775807'.padStart(20, ' '))).toBe(UNKNOWN_ROOT);
  });

  it('is not misled by digits inside a text, a fraction or a repeated member', () => {
    expect(parseKeepaJson('{"a":"x:92233720368547758079","b":0.30000000000000004,"b":2.00000000000000000001}')).toEqual({
      a: 'x:92233720368547758079',
      b: 2,
    });
    expect(parseKeepaJson('{"a":1,"a":9223372036854775807}')).toEqual({ a: UNKNOWN_ROOT });
  });

  it('is not misled by a text that looks like what it marks long numbers with, or that ends in a quote', () => {
    expect(parseKeepaJson('{"a":"\\u000012","b":[9223372036854775807],"c":"\\\\"}')).toEqual({ a: '\u000012', b: [UNKNOWN_ROOT], c: '\\' });
    expect(parseKeepaJson('["\\"",9223372036854775807,"\\\\",-9223372036854775808,"] 9223372036854775807,"]')).toEqual([
      '"',
      UNKNOWN_ROOT,
      '\\',
      -UNKNOWN_ROOT - 1n,
      '] 9223372036854775807,',
    ]);
  });

  it('refuses numbers that JSON does not know, on both paths', () => {
    for (const text of ['[09223372036854775807]', '[+9223372036854775807]', '[9223372036854775807 1]', '[9223372036854775807.]']) {
      expect(() => parseKeepaJson(text)).toThrow(SyntaxError);
    }
  });

  it('refuses what is cut off, on both paths', () => {
    for (const whole of ['{"a":[1,2,{"b":null}]}', '{"a":[1,2,{"b":9223372036854775807}]}']) {
      for (let length = 0; length < whole.length; length += 1) expect(() => parseKeepaJson(whole.slice(0, length))).toThrow(SyntaxError);
    }
  });

  it('says of every document what JSON.parse says, and writes back what it read', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!text.includes('__proto__'));
        const read = parseKeepaJson(`[${text}, ${UNKNOWN_ROOT}]`);
        expect(asNumbers(read)).toEqual([asNumbers(JSON.parse(text)), Number(UNKNOWN_ROOT)]);
        expect(parseKeepaJson(writeKeepaJson(read))).toEqual(read);
      }),
    );
  });
});

function asNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asNumbers(inner)]));
}
