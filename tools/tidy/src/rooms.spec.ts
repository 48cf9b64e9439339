import { importsOf, packageOf } from './imports';
import { countLines, houseRules, isTestFile, type Project, projects, readJson, readText, sourcesOf, workspaceFiles } from './workspace';

const house = houseRules();
const rooms = projects();
const byPackage = new Map(rooms.map((project) => [project.packageJson.name, project]));
const rootPackage = readJson<{ readonly devDependencies: Readonly<Record<string, string>> }>('package.json');

/** What npm, bundlers and people ask of a package. */
const MANIFEST = ['description', 'keywords', 'license', 'homepage', 'bugs', 'repository', 'engines', 'sideEffects', 'files', 'publishConfig'];

/** Packages that are needed without being imported. */
const LOADED_BY_NAME: Readonly<Record<string, string>> = { sqlite3: 'TypeORM requires its driver by name' };

function packagesOf(paths: readonly string[]): string[] {
  const specifiers = paths.flatMap((path) => importsOf(readText(path)));
  return [...new Set(specifiers.map(packageOf).filter((name) => name !== null))].sort();
}

function productionPackagesOf(project: Project): string[] {
  return packagesOf(sourcesOf(project).filter((path) => !isTestFile(path))).filter((name) => name !== project.packageJson.name);
}

function referencesOf(project: Project): string[] {
  const { references = [] } = readJson<{ readonly references?: readonly { readonly path: string }[] }>(`${project.root}/tsconfig.json`);
  return references.map(({ path }) => path.replace('../../', '')).sort();
}

describe('every room', () => {
  it('bears exactly one type tag, and the import rule has a row for it', () => {
    const types = rooms.map((project) => ({ name: project.name, types: project.tags.filter((tag) => tag.startsWith('type:')) }));
    expect(types.filter(({ types: [tag, second] }) => second !== undefined || tag === undefined || house.importRule[tag] === undefined)).toEqual([]);
  });

  it('is named in Nx as its package is named', () => {
    expect(rooms.filter((project) => project.packageJson.name !== `@smart-ingestor/${project.name}`).map((project) => project.name)).toEqual([
      'runner',
    ]);
  });

  it.each(rooms.filter((project) => !project.tags.includes('type:tool')))('$name declares the packages that it imports, and no other', (project) => {
    const { dependencies, peerDependencies } = project.packageJson;
    const declared = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => LOADED_BY_NAME[name] === undefined);
    expect(productionPackagesOf(project).filter((name) => LOADED_BY_NAME[name] === undefined)).toEqual(declared.sort());
  });

  it.each(rooms.filter((project) => project.tags.includes('type:tool')))('the tool $name imports what it or the workspace declares', (project) => {
    const declared = [...Object.keys(project.packageJson.dependencies ?? {}), ...Object.keys(rootPackage.devDependencies)];
    expect(productionPackagesOf(project).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each(rooms)('the specs of $name import declared packages only', (project) => {
    const { dependencies, peerDependencies } = project.packageJson;
    const declared = [...Object.keys({ ...dependencies, ...peerDependencies }), ...Object.keys(rootPackage.devDependencies), ...byPackage.keys()];
    expect(packagesOf(sourcesOf(project).filter(isTestFile)).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each(rooms)('the TypeScript references of $name are its imports', (project) => {
    const imported = productionPackagesOf(project).flatMap((name) => byPackage.get(name)?.root ?? []);
    expect(referencesOf(project)).toEqual(imported.sort());
  });
});

describe('contracts', () => {
  it('import nothing: no package and no module of Node', () => {
    const foreign = rooms
      .filter((project) => project.tags.includes('type:contracts'))
      .flatMap((project) => sourcesOf(project).filter((path) => !isTestFile(path)))
      .flatMap((path) => importsOf(readText(path)).map((specifier) => ({ path, specifier })))
      .filter(({ specifier }) => !specifier.startsWith('.') && !byPackage.get(specifier)?.tags.includes('type:contracts'));
    expect(foreign).toEqual([]);
  });
});

describe('providers', () => {
  it('are named by builtin-plugins.ts alone', () => {
    const naming = rooms
      .filter((project) => !project.tags.includes('type:tool') && !project.tags.includes('type:lab'))
      .flatMap((project) => sourcesOf(project).filter((path) => !isTestFile(path)))
      .filter((path) => importsOf(readText(path)).some((specifier) => byPackage.get(specifier)?.tags.includes('type:provider')));
    expect(naming).toEqual(['libs/composition/src/builtin-plugins.ts']);
  });

  it('have the same files', () => {
    const missing = rooms
      .filter((project) => project.tags.includes('type:provider'))
      .flatMap((project) => ['index.ts', 'plugin.ts'].map((file) => `${project.root}/src/${file}`))
      .filter((path) => !rooms.some((project) => sourcesOf(project).includes(path)));
    expect(missing).toEqual([]);
  });
});

describe('apps, examples and tools', () => {
  it('have no entry that another package could import', () => {
    // An example of a package that others install has an entry: that is what it is an example of.
    const closed = rooms.filter(
      ({ name, tags }) => name !== 'third-party-policy' && ['type:app', 'type:example', 'type:tool'].some((tag) => tags.includes(tag)),
    );
    expect(closed.filter((project) => Object.keys(project.packageJson.exports).join() !== './package.json').map((project) => project.name)).toEqual(
      [],
    );
    expect(closed.length).toBeGreaterThan(0);
  });
});

describe('published packages', () => {
  const published = rooms.filter(({ packageJson }) => packageJson.private !== true);
  const told = published.map((project) => ({ project, json: readJson<Readonly<Record<string, unknown>>>(`${project.root}/package.json`) }));

  it('say where they come from, what they need, and that npm may prove it', () => {
    const gaps = told.flatMap(({ project, json }) => MANIFEST.filter((key) => json[key] === undefined).map((key) => `${project.name}: ${key}`));
    expect(gaps).toEqual([]);
    expect(told.filter(({ project, json }) => (json.repository as { directory: string }).directory !== project.root)).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
  });

  it('have one version', () => {
    expect(new Set(told.map(({ json }) => json.version)).size).toBe(1);
  });

  it('have a README with a program', () => {
    expect(published.filter(({ root }) => !readText(`${root}/README.md`).includes('```js\n')).map(({ name }) => name)).toEqual([]);
  });

  it('have a report of their public surface', () => {
    const libraries = published.filter(({ packageJson }) => '.' in packageJson.exports);
    expect(libraries.filter(({ root, name }) => !workspaceFiles(`${root}/etc`).includes(`${root}/etc/${name}.api.md`))).toEqual([]);
  });
});

describe('the runner', () => {
  const files = sourcesOf(rooms.find((project) => project.name === 'runner')!);
  const MAY_IMPORT = ['@smart-ingestor/composition', '@smart-ingestor/contracts', '@smart-ingestor/keepa-simulator'];

  it('is thin: no file is longer than its limit', () => {
    const long = files.filter((path) => !isTestFile(path)).map((path) => ({ path, lines: countLines(readText(path)) }));
    expect(long.filter(({ lines }) => lines > house.maxLinesPerRunnerFile)).toEqual([]);
    expect(long.length).toBeGreaterThan(0);
  });

  it('imports composition, contracts and the simulator, and no other room', () => {
    const others = packagesOf(files.filter((path) => !isTestFile(path))).filter((name) => byPackage.has(name) && !MAY_IMPORT.includes(name));
    expect(others).toEqual([]);
  });
});
