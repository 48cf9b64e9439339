import type { Tree } from '@nx/devkit';
import type { PolicyOptions, ScaffoldOptions } from './options';
import { type Blueprint, scaffold } from './scaffold';

const PROVIDER = { home: 'libs', tag: 'type:provider', imports: ['contracts'], specImports: ['conformance'] } as const;

const TOKEN_POLICY: Blueprint = {
  ...PROVIDER,
  code: 'token-policy',
  slot: 'token-policy',
  example: (use) => `{ tiers: { low: { tokenPolicy: { use: '${use}' } } } }`,
  describe: ({ name }) => `Token policy ${name}: decides whether a request may leave now.`,
};

const BATCH_POLICY: Blueprint = {
  ...PROVIDER,
  code: 'batch-policy',
  slot: 'batch-policy',
  example: (use) => `{ tiers: { low: { batchPolicy: { use: '${use}' } } } }`,
  describe: ({ name }) => `Batch policy ${name}: decides how many ASINs the next request carries.`,
};

const FILTER: Blueprint = {
  ...PROVIDER,
  code: 'filter',
  slot: 'deal-filter',
  example: (use) => `{ jobs: { books: { filter: { use: '${use}' } } } }`,
  describe: ({ name }) => `Deal filter ${name}: keeps or rejects, with a reason code.`,
};

const SOURCE: Blueprint = {
  ...PROVIDER,
  code: 'source',
  slot: 'deal-source',
  example: (use) => `{ jobs: { mine: { source: { use: '${use}' } } } }`,
  describe: ({ name }) => `Deal source ${name}: says what to ask Keepa next.`,
};

const STORE: Blueprint = {
  ...PROVIDER,
  code: 'store',
  slot: 'deal-store',
  tag: 'type:store',
  imports: ['contracts', 'deal-store'],
  example: (use) => `{ store: { use: '${use}' } }`,
  describe: ({ name }) => `Deal store ${name}: begun from the in-memory store.`,
};

const RUNNER: Blueprint = {
  code: 'runner',
  slot: null,
  home: 'examples',
  tag: 'type:example',
  imports: ['composition', 'contracts'],
  specImports: ['conformance', 'keepa-simulator'],
  example: () => '',
  describe: ({ name }) => `Runner ${name}: an ingestion composed by a config of its own.`,
};

export function policy(tree: Tree, options: PolicyOptions): Promise<void> {
  return scaffold(tree, options.kind === 'batch' ? BATCH_POLICY : TOKEN_POLICY, options);
}

export function filter(tree: Tree, options: ScaffoldOptions): Promise<void> {
  return scaffold(tree, FILTER, options);
}

export function source(tree: Tree, options: ScaffoldOptions): Promise<void> {
  return scaffold(tree, SOURCE, options);
}

export function store(tree: Tree, options: ScaffoldOptions): Promise<void> {
  return scaffold(tree, STORE, options);
}

export function runner(tree: Tree, options: ScaffoldOptions): Promise<void> {
  return scaffold(tree, RUNNER, options);
}
