import { distance } from 'fastest-levenshtein';

/** `; did you mean 'fixed'?` or nothing: a third of the letters may be wrong, and always two. */
export function didYouMean(wrong: string, known: readonly string[]): string {
  const allowed = Math.max(2, Math.floor(wrong.length / 3));
  const [nearest] = known
    .map((name) => ({ name, steps: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, steps }) => steps <= allowed && steps < name.length)
    .sort((a, b) => a.steps - b.steps);
  return nearest === undefined ? '' : `; did you mean '${nearest.name}'?`;
}

export function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...names].sort().join(', ');
}
