import { readFileSync } from 'node:fs';
import { messageOf } from '../message-of';
import { withoutSecrets } from './secrets';

/** What a list of ASINs is read from where its path is `-`. */
export const STANDARD_INPUT = '-';
const CURE = 'Write ASINs there, separated by blanks, commas or line ends; what follows a # on a line is left out.';

/** The words of a text file, or what is wrong with it. Whether they are ASINs is checked like any other option. */
export function readAsins(file: string, stdin: (() => string) | undefined): readonly string[] | string {
  if (file === STANDARD_INPUT && stdin === undefined)
    return 'the standard input is read by smart-ingestor run only: save the list to a file, and give its path.';
  try {
    const asins = asinsIn(file === STANDARD_INPUT ? stdin!() : readFileSync(file, 'utf8'));
    return asins.length > 0 ? asins : `${nameOf(file)} holds no ASIN. ${CURE}`;
  } catch (error) {
    return `${nameOf(file)} cannot be read: ${withoutSecrets(messageOf(error))}. ${CURE}`;
  }
}

function asinsIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, ''))
    .flatMap((line) => line.split(/[\s,;]+/))
    .filter((word) => word !== '');
}

function nameOf(file: string): string {
  return file === STANDARD_INPUT ? 'the standard input' : file;
}
