import * as fc from 'fast-check';
import { RawJson, wireJson } from './wire-json';

describe('the wire form of JSON', () => {
  it('has its members in alphabetical order at every depth', () => {
    expect(wireJson({ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null })).toBe('{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}');
  });

  it('writes integers beyond 2^53 with every digit and recorded text as it is', () => {
    expect(wireJson({ rootCat: 9_223_372_036_854_775_807n, ids: [1n, 2] })).toBe('{"ids":[1,2],"rootCat":9223372036854775807}');
    expect(wireJson([new RawJson('{"z":9223372036854775807,"a":0.0}')])).toBe('[{"z":9223372036854775807,"a":0.0}]');
  });

  it('leaves undefined members out and keeps nulls', () => {
    expect(wireJson({ a: undefined, b: null, c: [null, undefined] })).toBe('{"b":null,"c":[null,null]}');
  });

  it('is JSON of the same value, whatever the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.parse(wireJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
  });
});
