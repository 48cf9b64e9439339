import { type Path, valueAt } from './tree';

export const MASK = '***';

/** Options whose name says that the value opens something. */
const SECRET_NAME = /key$|secret|passw|credential|authorization/i;
/** Keepa keys are 64 letters and digits: a run this long may be one that was put in the wrong place. */
const OPAQUE = /[A-Za-z0-9]{40,}/g;
const SHOWN_CHARACTERS = 80;

export function isSecret(path: Path): boolean {
  return path.some((name) => SECRET_NAME.test(name));
}

/** Text of others (parser messages, messages of provider schemas) with whatever may be a key taken out. */
export function withoutSecrets(text: string): string {
  return text
    .replace(OPAQUE, MASK)
    .replace(/([?&][^=&\s]*key=)[^&\s"]+/gi, `$1${MASK}`)
    .replace(/(:\/\/)[^/@\s]+@/g, `$1${MASK}@`);
}

/** A value as an error may show it: short, and never a secret. */
export function shownValue(value: unknown, path: Path): string {
  if (value === undefined) return 'nothing';
  if (isSecret(path)) return 'a value that is not shown here';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'an object';
  const text = withoutSecrets(stringify(value));
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

export function shownValueAt(settings: unknown, path: Path): string {
  return shownValue(valueAt(settings, path), path);
}

function stringify(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? String(member) : member)) ?? typeof value;
}
