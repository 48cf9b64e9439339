import { parseArgs } from 'node:util';

/** @throws a text for people, where a flag is unknown. */
export function readFlags(args: readonly string[]): { readonly isQuick: boolean; readonly onlyItems: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean', default: false }, items: { type: 'boolean', default: false } },
  });
  return { isQuick: values.quick, onlyItems: values.items };
}
