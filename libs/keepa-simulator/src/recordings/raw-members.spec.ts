import * as fc from 'fast-check';
import { rawElements, rawMember } from './raw-members';

describe('a member as the text that stands in the file', () => {
  it('keeps digits, spaces and escapes', () => {
    const text = '{ "a" : 9223372036854775807 , "b":{"a": 0.0, "t":"} \\" {"}, "c" : [ 1 ] }';
    expect([rawMember(text, 'a'), rawMember(text, 'b'), rawMember(text, 'c'), rawMember(text, 't')]).toEqual([
      '9223372036854775807',
      '{"a": 0.0, "t":"} \\" {"}',
      '[ 1 ]',
      null,
    ]);
  });

  it('is found in any JSON, however it is written', () => {
    const written = fc.tuple(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue()), fc.constantFrom(0, 2));
    fc.assert(
      fc.property(written, ([value, indent]) => {
        const text = JSON.stringify(value, null, indent);
        for (const [name, member] of Object.entries(JSON.parse(text) as object)) {
          // Names are compared as they are written; Keepa's have nothing to escape.
          if (JSON.stringify(name) === `"${name}"`) expect(JSON.parse(rawMember(text, name)!)).toEqual(member);
        }
      }),
    );
  });

  it('of an array is each of its elements', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), (values, indent) => {
        const text = JSON.stringify(values, null, indent);
        expect(rawElements(text).map((element) => JSON.parse(element) as unknown)).toEqual(JSON.parse(text));
      }),
    );
  });
});
