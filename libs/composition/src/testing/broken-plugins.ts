import { COST_MODEL, definePlugin, TOKEN_POLICY } from '@smart-ingestor/contracts';
import type { ComposeOptions } from '../compose';
import type { SmartIngestorConfig } from '../config/config-schema';
import { burstPolicy, lowPolicy, packageJson, pluginSource, slotSource } from './plugin-project';

export interface Broken {
  readonly what: string;
  readonly config: SmartIngestorConfig;
  readonly files?: Readonly<Record<string, string>>;
  readonly plugins?: ComposeOptions['plugins'];
  /** `null`: a problem of the config that is no plugin's. */
  readonly code: string | null;
}

export const BURST = '@acme/burst-policy';
export const manifestOf = (...plugins: readonly Readonly<Record<string, unknown>>[]) => ({ 'smart-ingestor': { apiVersion: 1, plugins } });
export const withManifest = (...plugins: readonly Readonly<Record<string, unknown>>[]) =>
  burstPolicy({ 'package.json': packageJson(manifestOf(...plugins)) });
export const burst = { name: 'burst', slot: 'token-policy', export: 'burstPlugin' };
export const mine = (source: string) => ({ 'my-policy.js': source });
export const prices = definePlugin<unknown>({ name: 'prices', slot: COST_MODEL, useFactory: () => ({ estimate: () => 0, observe: () => 0 }) });
const transport = { exported: 'plugin', name: 'proxied', slot: 'keepa-transport', makes: '({ send() {}, readTokens() {}, problemsOf() {} })' };

/** Everything that can be wrong with a plugin or with how a config names it. */
export const BROKEN: readonly Broken[] = [
  { what: 'a misspelt package', config: lowPolicy('@acme/burst-polcy'), files: burstPolicy(), code: 'PLUGIN_NOT_FOUND' },
  {
    what: 'a package that package.json names and nobody installed',
    config: lowPolicy(BURST),
    files: { 'package.json': JSON.stringify({ dependencies: { [BURST]: '^1.0.0' } }) },
    code: 'PLUGIN_NOT_FOUND',
  },
  { what: 'a misspelt built-in name', config: lowPolicy('deficit-limt'), code: 'PLUGIN_NOT_FOUND' },
  { what: 'a name that nobody knows', config: lowPolicy('zebra'), code: 'PLUGIN_NOT_FOUND' },
  { what: 'a misspelt path', config: lowPolicy('./my-polcy'), files: mine(pluginSource()), code: 'PLUGIN_NOT_FOUND' },
  { what: 'a path to what is no module', config: lowPolicy('./my-policy.json'), files: { 'my-policy.json': '{}' }, code: 'PLUGIN_REFERENCE_INVALID' },
  { what: 'an address', config: lowPolicy('https://example.com/policy.js'), code: 'PLUGIN_REFERENCE_INVALID' },
  { what: 'a file inside a package', config: lowPolicy('@acme/burst-policy/burst'), files: burstPolicy(), code: 'PLUGIN_REFERENCE_INVALID' },
  {
    what: 'a package without a manifest',
    config: lowPolicy(BURST),
    files: burstPolicy({ 'package.json': packageJson({ 'smart-ingestor': undefined }) }),
    code: 'PLUGIN_MANIFEST_MISSING',
  },
  {
    what: 'a manifest with wrong entries',
    config: lowPolicy(BURST),
    files: withManifest({ name: 'Burst!', slot: 'token-polcy' }),
    code: 'PLUGIN_MANIFEST_INVALID',
  },
  {
    what: 'a package.json that is no JSON',
    config: lowPolicy(BURST),
    files: burstPolicy({ 'package.json': '{ "name": ' }),
    code: 'PLUGIN_MANIFEST_INVALID',
  },
  {
    what: 'a manifest of a later form',
    config: lowPolicy(BURST),
    files: burstPolicy({ 'package.json': packageJson({ 'smart-ingestor': { apiVersion: 2, provides: {} } }) }),
    code: 'PLUGIN_API_VERSION',
  },
  {
    what: 'a package that does not say which contracts it needs',
    config: lowPolicy(BURST),
    files: burstPolicy({ 'package.json': packageJson({ peerDependencies: {} }) }),
    code: 'PLUGIN_CONTRACTS_UNDECLARED',
  },
  {
    what: 'a package for another major of the contracts, whose code is not even run',
    config: lowPolicy(BURST),
    files: burstPolicy({
      'package.json': packageJson({ peerDependencies: { '@smart-ingestor/contracts': '^9.0.0' } }),
      'index.js': 'throw new Error("ran")',
    }),
    code: 'PLUGIN_CONTRACTS_MISMATCH',
  },
  {
    what: 'a plugin for another major of the slot',
    config: lowPolicy('./my-policy'),
    files: mine(`exports.plugin = { name: 'burst', slot: ${slotSource('token-policy', 2)}, useValue: {} };`),
    code: 'PLUGIN_SLOT_VERSION',
  },
  {
    what: 'a package that was not built',
    config: lowPolicy(BURST),
    files: burstPolicy({ 'package.json': packageJson({ main: undefined, exports: { '.': { import: './dist/index.js' } } }) }),
    code: 'PLUGIN_LOAD_FAILED',
  },
  {
    what: 'a module that throws',
    config: lowPolicy('./my-policy'),
    files: mine(`\nthrow new Error('no such table: rates.');\n`),
    code: 'PLUGIN_LOAD_FAILED',
  },
  {
    what: 'a module that needs what is not installed',
    config: lowPolicy('./my-policy'),
    files: mine(`require('@acme/rates/table');`),
    code: 'PLUGIN_LOAD_FAILED',
  },
  { what: 'a misspelt export', config: lowPolicy(BURST), files: withManifest({ ...burst, export: 'burstPlugn' }), code: 'PLUGIN_EXPORT_MISSING' },
  { what: 'a module without a plugin', config: lowPolicy('./my-policy'), files: mine('exports.decide = () => true;'), code: 'PLUGIN_EXPORT_MISSING' },
  {
    what: 'a manifest that promises another plugin',
    config: lowPolicy(BURST),
    files: withManifest({ ...burst, name: 'calm' }),
    code: 'PLUGIN_MANIFEST_MISMATCH',
  },
  { what: 'a plugin of another slot', config: { tiers: { low: { batchPolicy: { use: BURST } } } }, files: burstPolicy(), code: 'PLUGIN_WRONG_SLOT' },
  {
    what: 'a package with two plugins that fit',
    config: lowPolicy(BURST),
    files: withManifest(burst, { ...burst, name: 'calm' }),
    code: 'PLUGIN_AMBIGUOUS',
  },
  { what: 'a plugin that the package does not have', config: lowPolicy(`${BURST}#burts`), files: burstPolicy(), code: 'PLUGIN_NAME_UNKNOWN' },
  { what: 'two plugins of one name in a manifest', config: lowPolicy(BURST), files: withManifest(burst, burst), code: 'PLUGIN_DUPLICATE' },
  {
    what: 'a plugin that is called as a built-in one',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ name: 'deficit-limit' })),
    code: 'PLUGIN_DUPLICATE',
  },
  {
    what: 'two plugins of one name handed in by code',
    config: {},
    plugins: [1, 2].map(() => definePlugin<unknown>({ name: 'twice', slot: TOKEN_POLICY, useValue: { decide: () => 0 } })),
    code: 'PLUGIN_DUPLICATE',
  },
  {
    what: 'a plugin that makes nothing',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ members: 'useFactory: undefined' })),
    code: 'PLUGIN_INVALID',
  },
  {
    what: 'a plugin whose options are no schema',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ members: 'options: { rate: 1 }' })),
    code: 'PLUGIN_INVALID',
  },
  {
    what: 'a plugin that also fills what only others may',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ members: `alsoFills: [${slotSource('cost-model')}]` })),
    code: 'PLUGIN_INVALID',
  },
  {
    what: 'a transport and a plugin of code that bring a cost model each',
    config: { accounts: { main: { transport: { use: './my-transport' } } } },
    files: { 'my-transport.js': pluginSource({ ...transport, members: `alsoFills: [${slotSource('cost-model')}]` }) },
    plugins: [prices],
    code: 'PLUGIN_SLOT_FILLED_TWICE',
  },
  {
    what: 'options that their schema refuses',
    config: lowPolicy('./my-policy', { rate: -1 }),
    files: mine(
      pluginSource({
        members: `options: { '~standard': { version: 1, vendor: 'acme', validate: () => ({ issues: [{ message: 'must be above 0', path: ['rate'] }] }) } }`,
      }),
    ),
    code: 'PLUGIN_OPTIONS_INVALID',
  },
  {
    what: 'options for a plugin without any',
    config: lowPolicy('./my-policy', { rate: 1 }),
    files: mine(pluginSource()),
    code: 'PLUGIN_OPTIONS_INVALID',
  },
  {
    what: 'factories that need each other',
    config: { accounts: { main: { transport: { use: './my-transport' } } } },
    files: { 'my-transport.js': pluginSource({ ...transport, makes: `resolver.resolve(${slotSource('cost-model')})` }) },
    plugins: [
      definePlugin<unknown>({
        name: 'prices',
        slot: COST_MODEL,
        useFactory: (_, { resolve }) => resolve(Symbol.for('smart-ingestor/keepa-transport@1')),
      }),
    ],
    code: 'PLUGIN_CYCLE',
  },
  {
    what: 'a policy that needs the policy in force',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ makes: `resolver.resolve(${slotSource('token-policy')})` })),
    code: 'PLUGIN_CYCLE',
  },
  {
    what: 'a factory that asks for what is not there',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ makes: `resolver.resolve(${slotSource('exchange-rates')})` })),
    code: 'PLUGIN_DEPENDENCY_MISSING',
  },
  {
    what: 'a factory that throws',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ makes: `{ throw new RangeError('rate is 0') }` })),
    code: 'PLUGIN_BUILD_FAILED',
  },
  {
    what: 'a class without its decorators',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ members: 'useFactory: undefined, useClass: class Burst { constructor(options) {} }' })),
    code: 'PLUGIN_BUILD_FAILED',
  },
  {
    what: 'a factory that is not done at once',
    config: lowPolicy('./my-policy'),
    files: mine(pluginSource({ makes: 'Promise.resolve({})' })),
    code: 'PLUGIN_INVALID',
  },
  {
    what: 'a listener that cannot hear',
    config: { listeners: [{ use: './my-policy' }] },
    files: mine(pluginSource({ name: 'deaf', slot: 'listener', makes: '({})' })),
    code: 'PLUGIN_INVALID',
  },
  { what: 'a job that an account shall work on and that is not there', config: { accounts: { main: { jobs: ['book-us'] } } }, code: null },
];
