import { isDeepStrictEqual } from 'node:util';

/** Counterexamples that a failing law shows: thousands of them tell no more, and took ten seconds to print. */
export const SHOWN = 3;

/** The first places at which two lists of answers differ. */
export function differences<T>(
  answers: readonly T[],
  expected: readonly T[],
): readonly { readonly at: number; readonly answer: T | undefined; readonly expected: T | undefined }[] {
  const places = Array.from({ length: Math.max(answers.length, expected.length) }, (_, at) => ({ at, answer: answers[at], expected: expected[at] }));
  return places.filter((place) => !isDeepStrictEqual(place.answer, place.expected)).slice(0, SHOWN);
}
