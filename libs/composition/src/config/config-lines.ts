/** `, line 4` or `, lines 4 and 9`: where a text stands in a config file, in whatever quotes; nothing where it does not stand as it is. */
export function linesNaming(source: string | undefined, text: string): string {
  if (source === undefined) return '';
  const lines = source.split('\n').flatMap((line, index) => (names(line, text) ? [index + 1] : []));
  if (lines.length === 0 || lines.length > 3) return '';
  return lines.length === 1 ? `, line ${lines[0]}` : `, lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}

/** YAML needs no quotes. */
function names(line: string, text: string): boolean {
  if (["'", '"', '`'].some((quote) => line.includes(quote + text + quote))) return true;
  return line.split(/[,{}]/).some((part) => /^\s*-?\s*use:\s*(\S+)\s*$/.exec(part)?.[1] === text);
}
