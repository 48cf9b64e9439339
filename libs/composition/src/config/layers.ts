import { isTree, type Path, subtrees, type Tree, valueAt, withValueAt } from './tree';

/** Settings from one place. The name is what people read: "file smart-ingestor.config.ts", "environment KEEPA_BASE_URL", "flag --db". */
export interface Layer {
  readonly name: string;
  readonly settings: Tree;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line may set. */
export interface ConfigFlags {
  /** `--db`: file of the SQLite database. */
  readonly db?: string | undefined;
  /** `--simulate`: where the simulator listens, the key made for it, and the database that keeps simulated deals away from real ones. */
  readonly simulate?: { readonly baseUrl: string; readonly key: string; readonly db?: string | undefined } | undefined;
}

/** The names that are there before anybody configures anything; all values come from the schema's defaults. */
export function builtInLayer(file: Tree): Layer {
  return {
    name: 'default',
    settings: {
      ...(file.accounts === undefined ? { accounts: { main: {} } } : {}),
      tiers: { low: { whenRefill: { from: 0, below: 20 } }, standard: { whenRefill: { from: 20 } } },
      ...(file.jobs === undefined ? { jobs: { 'books-us': {} } } : {}),
    },
  };
}

/** `KEEPA_BASE_URL` and `SMART_INGESTOR_DB` set one value each; `KEEPA_API_KEY` replaces the key of the only account unless that names a variable. */
export function environmentLayers(env: Environment, below: Tree): Layer[] {
  const layers: Layer[] = [];
  const { KEEPA_API_KEY, KEEPA_BASE_URL, SMART_INGESTOR_DB } = env;
  const accounts = subtrees(below.accounts);
  const [onlyAccount] = accounts.length === 1 ? accounts[0]! : [];
  if (isSet(KEEPA_API_KEY) && onlyAccount !== undefined && valueAt(below, ['accounts', onlyAccount, 'key', 'env']) === undefined) {
    layers.push(layer('environment KEEPA_API_KEY', [[['accounts', onlyAccount, 'key'], { env: 'KEEPA_API_KEY' }]]));
  }
  if (isSet(KEEPA_BASE_URL)) layers.push(layer('environment KEEPA_BASE_URL', everyAccount(below, 'baseUrl', KEEPA_BASE_URL)));
  if (isSet(SMART_INGESTOR_DB)) layers.push(layer('environment SMART_INGESTOR_DB', databaseFile(SMART_INGESTOR_DB)));
  return layers;
}

export function flagLayers(flags: ConfigFlags, below: Tree): Layer[] {
  const layers: Layer[] = [];
  if (flags.simulate !== undefined) {
    const { baseUrl, key, db } = flags.simulate;
    const settings = [...everyAccount(below, 'baseUrl', baseUrl), ...everyAccount(below, 'key', key), ...(db === undefined ? [] : databaseFile(db))];
    layers.push(layer('flag --simulate', settings));
  }
  if (flags.db !== undefined) layers.push(layer('flag --db', databaseFile(flags.db)));
  return layers;
}

/** The uppermost layer that sets this very path; defaults of schemas are in none. */
export function layerOf(layers: readonly Layer[], path: Path): string {
  return layers.findLast(({ settings }) => valueAt(settings, path) !== undefined)?.name ?? 'default';
}

/** Where a wrong value was written: the uppermost layer that sets the path or the nearest settings around it. */
export function placeOf(layers: readonly Layer[], path: Path): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const place = layerOf(layers, path.slice(0, depth));
    if (place !== 'default') return place;
  }
  return path.length > 0 ? 'default' : (layers.find(({ name }) => name !== 'default')?.name ?? 'default');
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function layer(name: string, values: readonly (readonly [Path, unknown])[]): Layer {
  return { name, settings: values.reduce<Tree>((tree, [path, value]) => withValueAt(tree, path, value), {}) };
}

function everyAccount(below: Tree, option: string, value: string): [Path, unknown][] {
  const names = isTree(below.accounts) ? Object.keys(below.accounts) : [];
  return names.map((name) => [['accounts', name, option], value]);
}

/** A database file is what the sqlite provider reads: naming one chooses it. */
function databaseFile(path: string): [Path, unknown][] {
  return [
    [['store', 'use'], 'sqlite'],
    [['store', 'options', 'path'], path],
  ];
}
