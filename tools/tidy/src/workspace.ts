import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../../..');

/** The file that the lint config reads too: the import rule and every limit live there once. */
export interface HouseRules {
  readonly importRule: Readonly<Record<string, readonly string[]>>;
  readonly specsMayAlsoImport: readonly string[];
  /** Path → why this file may touch the machine's time. */
  readonly clockFiles: Readonly<Record<string, string>>;
  readonly maxLinesPerFile: number;
  readonly maxLinesPerFunction: number;
  readonly maxLinesPerIndex: number;
  readonly maxLinesPerContractsIndex: number;
  readonly maxLinesPerRunnerFile: number;
}

export interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly nx: { readonly name: string; readonly tags: readonly string[] };
}

export interface Project {
  /** The nx name: `batch-policy`. */
  readonly name: string;
  /** Path from the workspace root: `libs/batch-policy`. */
  readonly root: string;
  readonly tags: readonly string[];
  readonly packageJson: PackageJson;
}

const ROOMS = ['libs', 'apps', 'tools', 'examples'];
/** What a build, a run or an editor leaves behind: the entries of .gitignore that are folders. */
const NOT_OURS = new Set(['node_modules', 'dist', '.nx', '.git', 'coverage', 'data']);

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

export function houseRules(): HouseRules {
  return readJson<HouseRules>('tools/tidy/house-rules.json');
}

/** Every file of the workspace by its path from the root, sorted, without what builds leave behind. */
export function workspaceFiles(under = '.'): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, under), { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name)) continue;
    const path = join(under, entry.name);
    if (entry.isDirectory()) found.push(...workspaceFiles(path));
    else if (entry.isFile()) found.push(relative('.', path));
  }
  return found.sort();
}

export function projects(): Project[] {
  return ROOMS.flatMap((room) => readdirSync(join(ROOT, room)).map((folder) => join(room, folder)))
    .filter((root) => statSync(join(ROOT, root)).isDirectory())
    .map((root) => {
      const packageJson = readJson<PackageJson>(join(root, 'package.json'));
      return { name: packageJson.nx.name, root, tags: packageJson.nx.tags, packageJson };
    });
}

export function sourcesOf(project: Project): string[] {
  return workspaceFiles(project.root).filter((path) => path.startsWith(join(project.root, 'src/')) && path.endsWith('.ts'));
}

/** Specs and what only specs import (`src/testing/`): left out of the build, allowed to import test data. */
export function isTestFile(path: string): boolean {
  return path.endsWith('.spec.ts') || path.includes('/src/testing/');
}

export function countLines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
