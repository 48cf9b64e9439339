import { join } from 'node:path';
import { formatFiles, generateFiles, logger, readJsonFile, type Tree } from '@nx/devkit';
import { type Names, namesOf, type ScaffoldOptions } from './options';

/** One thing that can be generated. */
export interface Blueprint {
  /** Folder under `templates/code`. */
  readonly code: string;
  /** Name of the slot in the plugin manifest; `null` for a runner, which fills none. */
  readonly slot: string | null;
  /** Where a library of this monorepo goes, and its tag. */
  readonly home: 'libs' | 'examples';
  readonly tag: string;
  /** Sentence for package.json and README. */
  readonly describe: (names: Names) => string;
  /** A config that names what was generated; `use` is its name or its package. */
  readonly example: (use: string) => string;
  /** Packages of the project that the code, and its specs, import. */
  readonly imports: readonly string[];
  readonly specImports: readonly string[];
}

const TEMPLATES = join(__dirname, '..', 'templates');

/** Code, options schema, conformance spec and README. Nothing that exists is overwritten. @throws {Error} with the option that is wrong and its cure. */
export async function scaffold(tree: Tree, blueprint: Blueprint, options: ScaffoldOptions): Promise<void> {
  const names = namesOf(options);
  const { standalone = false } = options;
  if (!standalone && !tree.exists('libs/contracts/package.json'))
    throw new Error(`This workspace is not the Smart Ingestor monorepo (it has no libs/contracts): add --standalone for a package of its own.`);
  const directory = options.directory ?? (standalone ? names.name : `${blueprint.home}/${names.name}`);
  if (tree.exists(directory) && tree.children(directory).length > 0)
    throw new Error(`directory is '${directory}', which is not empty: choose another --directory, or remove what is there.`);
  const substitutions = {
    ...{ ...names, ...blueprint, directory, version: ownVersion(), template: '' },
    description: blueprint.describe(names),
    configExample: blueprint.example(standalone ? names.packageName : names.name),
  };
  generateFiles(tree, join(TEMPLATES, 'code', blueprint.code), directory, substitutions);
  generateFiles(tree, join(TEMPLATES, standalone ? 'package' : 'library'), directory, substitutions);
  await formatFiles(tree);
  logger.info(standalone ? nextInPackage(directory) : nextInWorkspace(directory));
}

function nextInPackage(directory: string): string {
  return `Next: cd ${directory} && npm install && npm test. Then name it in your config: README.md in that folder shows how.`;
}

function nextInWorkspace(directory: string): string {
  return `Next: npm install (links the library) and npx nx test ${directory.split('/').at(-1)}. Its README shows how a config names it.`;
}

/** Generated packages want the version that generated them. */
function ownVersion(): string {
  return readJsonFile<{ readonly version: string }>(join(__dirname, '..', 'package.json')).version;
}
