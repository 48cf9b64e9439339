import { importsOf, packageOf } from './imports';
import { affectedBy } from './probes';
import { type Project, projects, readJson, readText, sourcesOf } from './workspace';

const rooms = projects();

/** Projects whose sources or specs import this one, or one of those, and those that Nx is told to run after everything. */
function dependentsOf(name: string): string[] {
  const importers = new Map(rooms.map((project) => [project.name, directImports(project)]));
  const found = new Set([name]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [importer, imported] of importers) if (imported.some((other) => found.has(other))) found.add(importer);
  }
  return [...found].sort();
}

function directImports(project: Project): string[] {
  const { implicitDependencies = [] } = readJson<{ nx: { implicitDependencies?: readonly string[] } }>(`${project.root}/package.json`).nx;
  if (implicitDependencies.includes('*')) return rooms.map(({ name }) => name);
  const declared = Object.keys({ ...project.packageJson.dependencies, ...project.packageJson.peerDependencies });
  const imported = new Set([...declared, ...sourcesOf(project).flatMap((path) => importsOf(readText(path)).map(packageOf))]);
  return rooms.filter(({ packageJson }) => imported.has(packageJson.name)).map(({ name }) => name);
}

describe('nx affected', () => {
  it('runs, after a change in batch-policy, the tests of batch-policy and of what builds on it, and no others', () => {
    const affected = affectedBy(['libs/batch-policy/src/plugin.ts']);
    expect(affected.sort()).toEqual(dependentsOf('batch-policy'));
    expect(affected).toEqual(expect.arrayContaining(['batch-policy', 'composition', 'custom-runner', 'runner', 'tidy']));
    for (const other of ['token-policy', 'deal-store', 'keepa-transport', 'ingestion', 'contracts', 'conformance'])
      expect(affected).not.toContain(other);
  }, 60_000);

  it('takes a change in contracts for a change of every room but those that do not build on it (control)', () => {
    const affected = affectedBy(['libs/contracts/src/slot.ts']);
    expect(affected.sort()).toEqual(dependentsOf('contracts'));
    expect(rooms.filter(({ name }) => !affected.includes(name)).map(({ name }) => name)).toEqual(expect.arrayContaining(['keepa-wire']));
  }, 60_000);
});
