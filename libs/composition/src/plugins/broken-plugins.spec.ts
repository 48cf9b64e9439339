import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@smart-ingestor/contracts';
import type { SmartIngestorConfig } from '../config/config-schema';
import { BROKEN, burst, BURST, manifestOf, mine, prices, withManifest } from '../testing/broken-plugins';
import { contractsVersion } from './contracts-gate';
import { PLUGIN_PROBLEM_CODES } from './plugin-problem';
import { burstPolicy, lowPolicy, packageJson, pluginSource, slotSource, tried } from '../testing/plugin-project';

/** A release changes no message. */
function anyVersion(problems: readonly string[]): readonly string[] {
  return problems.map((problem) => problem.replaceAll(contractsVersion(), '<running version>'));
}

describe('a broken plugin or config', () => {
  it.each(BROKEN)('$what: is refused with place, cause, cure and code; nothing is opened or spent', async ({ config, files = {}, plugins, code }) => {
    const { error, problems, sent, opened } = await tried(config, files, plugins);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).codes).toEqual([code]);
    expect({ sent, opened }).toEqual({ sent: 0, opened: false });
    expect(anyVersion(problems)).toMatchSnapshot();
  });

  it('is in this table and in docs/write-a-plugin.md for every code that there is', () => {
    const shown = new Set(BROKEN.map(({ code }) => code));
    expect(PLUGIN_PROBLEM_CODES.filter((code) => !shown.has(code))).toEqual([]);
    const page = readFileSync(join(__dirname, '../../../../docs/write-a-plugin.md'), 'utf8');
    expect(PLUGIN_PROBLEM_CODES.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it('is told together with all others, each with the line that asked', async () => {
    const config = {
      tiers: {
        low: { tokenPolicy: { use: '@acme/burst-polcy' }, batchPolicy: { use: './nowhere' } },
        standard: { dealValue: { use: 'biggest-drip' } },
      },
      jobs: { books: { source: { options: { selection: 5 } }, filter: { use: '@acme/burst-policy' } } },
      listeners: [{ use: './throws' }, {}],
    };
    const { problems } = await tried(config as SmartIngestorConfig, { ...burstPolicy(), 'throws.js': 'null.x;' }, [
      prices,
      { ...prices, name: 'others' },
    ]);
    expect(anyVersion(problems)).toMatchSnapshot();
  });
});

describe('a plugin that works, as the control of all those', () => {
  it.each([
    { what: 'a package', use: BURST, files: burstPolicy() },
    { what: 'a package by the name of its plugin', use: `${BURST}#burst`, files: withManifest(burst, { ...burst, name: 'calm' }) },
    {
      what: 'a package with export conditions and a default export',
      use: BURST,
      files: burstPolicy({
        'package.json': packageJson({
          main: undefined,
          exports: { '.': { types: './x.d.ts', import: './lib/index.js' } },
          ...manifestOf({ ...burst, export: 'default' }),
        }),
        'lib/index.js': pluginSource({ exported: 'default' }),
      }),
    },
    {
      what: 'a package without a scope',
      use: 'burst-policy',
      files: Object.fromEntries(Object.entries(burstPolicy()).map(([name, text]) => [name.replace('@acme/', ''), text])),
    },
    { what: 'a path without ending', use: './my-policy', files: mine(pluginSource()) },
    { what: 'a path with ending', use: './my-policy.js', files: mine(pluginSource({ exported: 'anything' })) },
    { what: 'a folder with an index', use: './my-policy', files: { 'my-policy/index.js': pluginSource() } },
    {
      what: 'a folder with a manifest',
      use: './my-policy',
      files: { 'my-policy/package.json': packageJson(), 'my-policy/index.js': pluginSource({ exported: 'burstPlugin' }) },
    },
    {
      what: 'one of several plugins of a file',
      use: './mine#burst',
      files: { 'mine.js': pluginSource() + pluginSource({ exported: 'other', name: 'calm' }) },
    },
    {
      what: 'a TypeScript file',
      use: './my-policy',
      files: {
        'my-policy.ts': `export const plugin: { readonly name: string } = { ...{ slot: ${slotSource('token-policy')}, useValue: { decide: () => ({ kind: 'allow' }) } }, name: 'typed' };`,
      },
    },
  ])('$what', async ({ use, files }) => {
    expect(await tried(lowPolicy(use), files)).toMatchObject({ error: null, sent: 0, opened: true });
  });

  it('a class that tsyringe builds with its options', async () => {
    const source = `const { injectable, inject } = require(${JSON.stringify(require.resolve('tsyringe'))});
      class Burst { constructor(options) { this.rate = options.rate; } decide() { return { kind: 'allow' }; } }
      inject(${slotSource('provider-options')})(Burst, undefined, 0);
      injectable()(Burst);
      const options = { '~standard': { version: 1, vendor: 'acme', validate: ({ rate = 7 }) => ({ value: { rate } }) } };
      exports.plugin = { name: 'burst', slot: ${slotSource('token-policy')}, options, useClass: Burst };`;
    const { error, policy } = await tried(lowPolicy('./my-policy'), mine(source));
    expect({ error, policy }).toEqual({ error: null, policy: { rate: 7 } });
  });
});
