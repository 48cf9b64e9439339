import type { z } from 'zod';
import { whenRefill } from './sections/tiers-section';
import { type Path, subtrees } from './tree';

interface TierRange {
  readonly place: string;
  readonly path: string;
  readonly from: number;
  readonly below: number;
}

/** Refill rates from 0 up must have exactly one tier each. Ranges that are malformed themselves are the schema's to report: then nothing is said here. */
export function tierCoverageProblems(tiers: unknown, layerOf: (path: Path) => string): string[] {
  const parsed = subtrees(tiers)
    .filter(([, tier]) => tier.whenRefill !== undefined)
    .map(([name, tier]) => ({ name, range: whenRefill.safeParse(tier.whenRefill) }));
  if (parsed.some(({ range }) => !range.success)) return [];
  const ranges = parsed.flatMap(({ name, range }) => (range.success ? [rangeOf(name, range.data, layerOf)] : []));
  return ranges.length === 0 ? [] : problemsOf(ranges.sort((a, b) => a.from - b.from || a.below - b.below));
}

function problemsOf(ranges: readonly TierRange[]): string[] {
  const problems: string[] = [];
  let reaches = ranges[0]!;
  if (reaches.from > 0)
    problems.push(
      `${reaches.place} starts at ${reaches.from}: refill rates from 0 to below ${reaches.from} have no tier. Set ${reaches.path}.from to 0.`,
    );
  for (const next of ranges.slice(1)) {
    if (next.from > reaches.below) problems.push(holeBetween(reaches, next));
    if (next.from < reaches.below) problems.push(overlapOf(reaches, next));
    if (next.below > reaches.below) reaches = next;
  }
  if (reaches.below !== Infinity) {
    problems.push(
      `${reaches.place} ends below ${reaches.below}: refill rates from ${reaches.below} up have no tier. Leave ${reaches.path}.below out.`,
    );
  }
  return problems;
}

function holeBetween(lower: TierRange, upper: TierRange): string {
  return (
    `${lower.place} ends below ${lower.below} and ${upper.place} starts at ${upper.from}: refill rates from ${lower.below} to below ${upper.from} ` +
    `have no tier. Make ${lower.path}.below and ${upper.path}.from the same number.`
  );
}

function overlapOf(lower: TierRange, upper: TierRange): string {
  const end = Math.min(lower.below, upper.below);
  const shared = end === Infinity ? `from ${upper.from} up` : `from ${upper.from} to below ${end}`;
  return (
    `${lower.place} covers ${covers(lower)} and ${upper.place} covers ${covers(upper)}: refill rates ${shared} have two tiers. ` +
    `Make ${lower.path}.below and ${upper.path}.from the same number.`
  );
}

function covers({ from, below }: TierRange): string {
  return below === Infinity ? `${from} and up` : `${from} to below ${below}`;
}

function rangeOf(name: string, { from, below }: z.output<typeof whenRefill>, layerOf: (path: Path) => string): TierRange {
  const path = ['tiers', name, 'whenRefill'];
  return { place: `${path.join('.')} (${layerOf(path)})`, path: path.join('.'), from, below: below ?? Infinity };
}
