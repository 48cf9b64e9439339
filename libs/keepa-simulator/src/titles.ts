import { hash } from './seeded-random';

const QUALITIES = [
  'Quiet',
  'Northern',
  'Paper',
  'Second',
  'Amber',
  'Hollow',
  'Lasting',
  'Small',
  'Winter',
  'Salt',
  'Iron',
  'Borrowed',
  'Evening',
  'Distant',
];
const THINGS = [
  'Harbour',
  'Orchard',
  'Compass',
  'Ledger',
  'Lantern',
  'Meadow',
  'Engine',
  'Archive',
  'Bridge',
  'Garden',
  'Signal',
  'Atlas',
  'Kitchen',
  'Valley',
];
const SUBJECTS = [
  'Tides',
  'Bread',
  'Numbers',
  'Winter',
  'Letters',
  'Machines',
  'Birds',
  'Maps',
  'Colour',
  'Stone',
  'Music',
  'Weather',
  'Trade',
  'Time',
];
const PEOPLE = ['A. Merrow', 'J. Callender', 'Ines Vold', 'T. Abernessy', 'R. Quillfeather', 'M. Osterlund', 'Noor Hadley', 'E. Farrowby'];
const MAKERS = ['Brindle & Sons', 'Oakhollow', 'Tern Press', 'Marlowgate', 'Copperfen', 'Eastlight', 'Penfold Works', 'Riverine'];

function pick(words: readonly string[], seed: number, product: number, salt: number): string {
  return words[hash(seed, product, salt, 0x7171) % words.length]!;
}

export function inventTitle(seed: number, product: number, isBook: boolean): string {
  const name = `The ${pick(QUALITIES, seed, product, 1)} ${pick(THINGS, seed, product, 2)}`;
  if (!isBook)
    return `${inventMaker(seed, product)} ${pick(QUALITIES, seed, product, 1)} ${pick(THINGS, seed, product, 2)} No. ${1 + (hash(seed, product, 3) % 90)}`;
  return hash(seed, product, 4) % 3 === 0 ? name : `${name}: A Book of ${pick(SUBJECTS, seed, product, 5)}`;
}

export function inventPerson(seed: number, product: number): string {
  return pick(PEOPLE, seed, product, 6);
}

export function inventMaker(seed: number, product: number): string {
  return pick(MAKERS, seed, product, 7);
}
