import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isTree } from '../config/tree';
import { readPackageJson } from './package-json';

/** The packages that a config in one folder can name: those in `node_modules` there and above, and those beside Smart Ingestor itself. */
export class InstalledPackages {
  readonly #folders: readonly string[];

  constructor(
    private readonly baseDir: string,
    /** Where this library runs from: a config far from any project may still name what is installed beside it. */
    ownDir: string = __dirname,
  ) {
    this.#folders = [...new Set([...foldersAbove(resolve(baseDir)), ...foldersAbove(ownDir)])].map((folder) => join(folder, 'node_modules'));
  }

  /** Real folder of a package; `null` where it is not installed. */
  find(name: string): string | null {
    const folder = this.#folders.map((parent) => join(parent, ...name.split('/'))).find((candidate) => existsSync(join(candidate, 'package.json')));
    return folder === undefined ? null : realpathSync(folder);
  }

  /** Where `find` looks, for people. */
  get looked(): string {
    return `${join(this.baseDir, 'node_modules')}, in every folder above it, and beside Smart Ingestor`;
  }

  /** Names that a misspelt one may have meant: its neighbours in the same scope. */
  neighboursOf(name: string): string[] {
    const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : '';
    const inScope = this.#folders.flatMap((folder) => namesIn(join(folder, scope))).filter((entry) => !/^[.@]/.test(entry));
    return [...new Set(inScope)].map((entry) => (scope === '' ? entry : `${scope}/${entry}`));
  }

  /** What the nearest package.json of the config names, installed or not. */
  declared(): string[] {
    for (const folder of foldersAbove(resolve(this.baseDir))) {
      const content = packageJsonOrNull(folder);
      if (content === null) continue;
      return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => (isTree(content[kind]) ? Object.keys(content[kind]) : []));
    }
    return [];
  }
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function packageJsonOrNull(folder: string): ReturnType<typeof readPackageJson> {
  try {
    return readPackageJson(folder);
  } catch {
    return null;
  }
}
