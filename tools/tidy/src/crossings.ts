import { importsOf } from './imports';
import type { Probe } from './probes';
import { houseRules, isTestFile, type Project, projects, readText, sourcesOf } from './workspace';

/** One cell of the import rule, tried: an import from a project of tag `from` into one of tag `to`. */
export interface Crossing {
  readonly from: string;
  readonly to: string;
  readonly spec: boolean;
  readonly allowed: boolean;
  readonly probe: Probe;
}

const rooms = projects();

export function taggedWith(tag: string): Project[] {
  return rooms.filter((project) => project.tags.includes(tag));
}

/** The tags that some project bears; a row of a room that is not built yet cannot be tried. */
export function inhabitedTags(): string[] {
  return Object.keys(houseRules().importRule).filter((tag) => taggedWith(tag).length > 0);
}

/** Every cell between inhabited tags, for sources and for specs. An allowed one is left out where each of its imports would close a cycle. */
export function crossings(): Crossing[] {
  const { importRule, specsMayAlsoImport } = houseRules();
  const tags = inhabitedTags();
  const cells = tags.flatMap((from) => tags.flatMap((to) => [false, true].map((spec) => ({ from, to, spec }))));
  return cells.flatMap((cell) => {
    const row = [...(importRule[cell.from] ?? []), ...(cell.spec ? specsMayAlsoImport : [])];
    const allowed = row.includes(cell.to) && hasEntry(cell.to);
    const pair = acyclicPair(cell.from, cell.to) ?? (allowed ? null : anyPair(cell.from, cell.to));
    return pair === null ? [] : [{ ...cell, allowed, probe: probeOf(pair[0], specifierOf(pair[1]), cell.spec) }];
  });
}

export function probeOf(source: Project, specifier: string, spec: boolean): Probe {
  const production = sourcesOf(source).find((path) => !isTestFile(path)) ?? `${source.root}/src/probe.ts`;
  return { path: spec ? `${source.root}/src/probe.spec.ts` : production, text: `import * as probe from '${specifier}';\nexport { probe };\n` };
}

export function describeCrossing({ from, to, spec, probe }: Crossing): string {
  return `${from} → ${to} in a ${spec ? 'spec' : 'source'} (${probe.path})`;
}

function hasEntry(tag: string): boolean {
  return taggedWith(tag).some((project) => project.packageJson.exports['.'] !== undefined);
}

/** A package without an entry (an app, an example, a tool) has no name to import it by: only a path leads into it. */
function specifierOf(target: Project): string {
  return target.packageJson.exports['.'] === undefined ? `../../../${target.root}/src/inside` : target.packageJson.name;
}

/** Two projects of these tags whose import would close no cycle: Nx reports a cycle before it looks at tags. One that has a name to import it by is preferred. */
function acyclicPair(from: string, to: string): readonly [Project, Project] | null {
  const byName = (target: Project): number => (target.packageJson.exports['.'] === undefined ? 1 : 0);
  const targets = taggedWith(to).sort((a, b) => byName(a) - byName(b));
  const pairs = taggedWith(from).flatMap((source) => targets.map((target) => [source, target] as const));
  return pairs.find(([source, target]) => source !== target && !reaches(target, source, new Set())) ?? null;
}

function anyPair(from: string, to: string): readonly [Project, Project] | null {
  const pairs = taggedWith(from).flatMap((source) => taggedWith(to).map((target) => [source, target] as const));
  return pairs.find(([source, target]) => source !== target) ?? null;
}

function reaches(from: Project, to: Project, seen: Set<Project>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return dependenciesOf(from).some((next) => reaches(next, to, seen));
}

const known = new Map<Project, Project[]>();

/** What Nx takes for a dependency: what sources and specs import, and what the package file declares. */
function dependenciesOf(project: Project): Project[] {
  const cached = known.get(project);
  if (cached !== undefined) return cached;
  const imported = sourcesOf(project).flatMap((path) => importsOf(readText(path)));
  const names = new Set([...imported, ...Object.keys(project.packageJson.dependencies ?? {})]);
  const found = rooms.filter((other) => other !== project && names.has(other.packageJson.name));
  known.set(project, found);
  return found;
}
