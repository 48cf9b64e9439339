// What somebody outside gets: every package packed, installed in an empty folder, and used there as the documents say. Needs a build and npm's registry.
// Exit 1 with the first command that fails; nothing is left behind.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'packages-'));
const outside = join(scratch, 'outside');
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', CI: 'true' };

function run(cwd, command, ...args) {
  console.log(`--- ${command} ${args.join(' ')}`.slice(0, 160));
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
}

/** @returns {{ folder: string, name: string, hasSurface: boolean }[]} */
function publishedPackages() {
  return ['libs', 'apps', 'tools'].flatMap((home) =>
    readdirSync(join(workspace, home)).flatMap((room) => {
      const folder = join(workspace, home, room);
      if (!existsSync(join(folder, 'package.json'))) return [];
      const { name, private: isPrivate, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return isPrivate ? [] : [{ folder, name, hasSurface: exports?.['.'] !== undefined }];
    }),
  );
}

function install(packages) {
  const tarballs = join(scratch, 'tarballs');
  mkdirSync(tarballs);
  mkdirSync(outside);
  run(workspace, 'npm', 'pack', '--pack-destination', tarballs, ...packages.map(({ name }) => `--workspace=${name}`));
  const { devDependencies } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  const tools = ['nx', 'jest', '@swc/jest', '@swc/core', '@types/jest', '@types/node', 'typescript', 'eslint', 'typescript-eslint'];
  writeFileSync(join(outside, 'package.json'), JSON.stringify({ name: 'outside', private: true }));
  writeFileSync(join(outside, 'nx.json'), '{}');
  // sqlite3 of the same version was compiled for the workspace a minute ago: its binary is taken over instead of compiling it again (90 s).
  const wanted = [...readdirSync(tarballs).map((file) => join(tarballs, file)), ...tools.map((tool) => `${tool}@${devDependencies[tool]}`)];
  run(outside, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted);
  cpSync(join(workspace, 'node_modules/sqlite3/build'), join(outside, 'node_modules/sqlite3/build'), { recursive: true });
}

/** Both kinds of users: `require` and `import` find every export by name. */
function loadBothWays(packages) {
  const names = packages.filter(({ hasSurface }) => hasSurface).map(({ name }) => name);
  const script = `import { createRequire } from 'node:module';
import 'reflect-metadata';
const require = createRequire(import.meta.url);
for (const name of ${JSON.stringify(names)}) {
  globalThis.describe ??= () => undefined;
  const required = Object.keys(require(name));
  const imported = new Set(Object.keys(await import(name)));
  const missing = required.filter((key) => !imported.has(key));
  if (missing.length > 0 || required.length === 0) throw new Error(name + ': import does not see ' + (missing.join(', ') || 'anything'));
}
console.log(${names.length} + ' packages load by require and by import');`;
  writeFileSync(join(outside, 'load.mjs'), script);
  process.stdout.write(run(outside, 'node', 'load.mjs'));
}

/** The program of every README, run as it stands. */
function runReadmes(packages) {
  for (const { folder, name } of packages) {
    const program = /```js\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1];
    if (program === undefined) throw new Error(`${name}: its README has no program`);
    const file = `${name.replace(/[^a-z-]+/g, '')}.mjs`;
    writeFileSync(join(outside, file), program);
    const printed = run(outside, 'node', file).trim();
    if (printed === '') throw new Error(`${name}: the program of its README prints nothing`);
    console.log(printed.split('\n')[0]);
  }
}

/** The README's custom runner, compiled against the installed packages and run against the simulator in virtual time. */
function customRunner() {
  cpSync(join(workspace, 'examples/custom-runner/src/main.ts'), join(outside, 'custom-runner/main.ts'));
  const flags = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck', '--experimentalDecorators', '--types', 'node'];
  run(outside, 'npx', 'tsc', ...flags, 'custom-runner/main.ts');
  const script = `const { VirtualClock } = require('@smart-ingestor/conformance');
const { KeepaSimulator, simulatorExchange } = require('@smart-ingestor/keepa-simulator');
const { main } = require('./main.js');
const clock = new VirtualClock();
const simulator = new KeepaSimulator({ clock, refillPerMinute: 20, catalogueSize: 2000 });
const env = { KEEPA_API_KEY: 'any', SMART_INGESTOR_DB: __dirname + '/deals.db' };
clock.runUntil(main({ clock, env, exchange: simulatorExchange(simulator, 'any') }), 86400000).then(({ dealsNew }) => console.log('custom runner: ' + dealsNew + ' deals'));`;
  writeFileSync(join(outside, 'custom-runner/try.js'), script);
  const printed = run(outside, 'node', 'custom-runner/try.js');
  if (!/: [1-9]\d* deals/.test(printed)) throw new Error(`the custom runner stored nothing: ${printed}`);
  process.stdout.write(printed);
}

const GENERATED = [
  ['policy', 'keep-reserve'],
  ['policy', 'at-most-thirty', '--kind=batch'],
  ['filter', 'cheap-sellers'],
  ['source', 'my-feed'],
  ['store', 'my-store'],
  ['runner', 'my-runner'],
];

/** docs/write-a-plugin.md as an outsider follows it: scaffold, conformance suite, config, and the events name the policy. */
function outsidersPath() {
  for (const [kind, name, ...flags] of GENERATED) {
    run(outside, 'npx', 'nx', 'g', `@smart-ingestor/nx-plugin:${kind}`, name, '--standalone', ...flags);
    const folder = join(outside, name);
    run(folder, 'npm', 'run', 'build');
    run(folder, 'npm', 'run', 'lint');
    run(folder, 'npx', 'jest');
  }
  writeFileSync(
    join(outside, 'smart-ingestor.config.mjs'),
    `export default { tiers: { low: { tokenPolicy: { use: './keep-reserve', options: { reservePercent: 20 } } } } };\n`,
  );
  run(outside, 'npx', 'smart-ingestor', 'plugins', 'doctor');
  const events = run(outside, 'npx', 'smart-ingestor', 'run', '--simulate', '--plan', '5', '--speed', '900', '--until-deals', '3', '--json');
  if (!events.includes('"tokenPolicy":"keep-reserve"')) throw new Error('no event names the policy keep-reserve');
  console.log('the generated policy decides: run --json names it');
}

/** The same generators inside a copy of this monorepo: lint with the fences, build, conformance suites. */
function generatedLibraries() {
  const copy = join(scratch, 'monorepo');
  const files = run(workspace, 'git', 'ls-files', '-z').split('\0').filter(Boolean);
  for (const file of files) if (existsSync(join(workspace, file))) cpSync(join(workspace, file), join(copy, file));
  linkModules(copy);
  for (const { folder } of publishedPackages()) {
    const dist = join(folder, 'dist');
    if (existsSync(dist)) cpSync(dist, dist.replace(workspace, copy), { recursive: true });
  }
  for (const [kind, name, ...flags] of GENERATED) run(copy, 'npx', 'nx', 'g', `@smart-ingestor/nx-plugin:${kind}`, name, ...flags);
  run(copy, 'npx', 'nx', 'run-many', '-t', 'lint', 'build', 'test', '--output-style=static', '-p', ...GENERATED.map(([, name]) => name));
  console.log(`${GENERATED.length} generated projects pass lint, build and test`);
}

/** The workspace's modules, except that its own packages are the copy's. */
function linkModules(copy) {
  const modules = join(workspace, 'node_modules');
  mkdirSync(join(copy, 'node_modules'));
  for (const entry of readdirSync(modules)) if (entry !== '@smart-ingestor') symlinkSync(join(modules, entry), join(copy, 'node_modules', entry));
  cpSync(join(modules, '@smart-ingestor'), join(copy, 'node_modules/@smart-ingestor'), { recursive: true, verbatimSymlinks: true });
}

try {
  const packages = publishedPackages();
  install(packages);
  loadBothWays(packages);
  runReadmes(packages);
  customRunner();
  outsidersPath();
  generatedLibraries();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
