import { type ConfigError, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { compose, type ComposeOptions } from '../compose';
import type { SmartIngestorConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { configFolder } from './config-folder';

/** Jest's CommonJS makes a `require` of this; `import-module.ts` is tried by the built command line. */
export const importInJest = (file: string): Promise<unknown> => import(file) as Promise<unknown>;

/** Source of a slot, for fixtures that import nothing. */
export const slotSource = (name: string, major = 1): string => `Symbol.for('smart-ingestor/${name}@${major}')`;

/** CommonJS source of a plugin under `export`; `members` are further ones, `makes` what its factory returns. */
export function pluginSource({
  exported = 'plugin',
  name = 'burst',
  slot = 'token-policy',
  makes = `({ name: 'burst', decide: () => ({ kind: 'allow' }) })`,
  members = '',
}: Readonly<Record<string, string>> = {}): string {
  return `exports.${exported} = { name: '${name}', slot: ${slotSource(slot)}, useFactory: (options, resolver) => ${makes}, ${members} };\n`;
}

/** A package.json with the manifest of one token policy, `burst`. */
export function packageJson(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name: '@acme/burst-policy',
    version: '1.2.0',
    main: './index.js',
    peerDependencies: { '@smart-ingestor/contracts': '>=0.1.0' },
    'smart-ingestor': { apiVersion: 1, plugins: [{ name: 'burst', slot: 'token-policy', export: 'burstPlugin' }] },
    ...over,
  });
}

/** The files of a package that works, installed beside the config; single files may be replaced. */
export function burstPolicy(over: Readonly<Record<string, string>> = {}): Record<string, string> {
  const files: Record<string, string> = { 'package.json': packageJson(), 'index.js': pluginSource({ exported: 'burstPlugin' }), ...over };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`node_modules/@acme/burst-policy/${name}`, text]));
}

/** `use` for the token policy of the tier `low`. */
export function lowPolicy(use: string, options?: Readonly<Record<string, unknown>>): SmartIngestorConfig {
  return { tiers: { low: { tokenPolicy: { use, ...(options !== undefined && { options }) } } } };
}

/** Loads and composes the config of a folder with these files; the way to Keepa counts what is sent. Closes what came of it. */
export async function tried(
  config: SmartIngestorConfig,
  files: Readonly<Record<string, string>>,
  plugins: ComposeOptions['plugins'] = [],
): Promise<Attempt> {
  const folder = configFolder({ 'smart-ingestor.config.json': JSON.stringify(config, null, 2), ...files });
  let sent = 0;
  const exchange = { exchange: () => Promise.reject(new Error(`request ${(sent += 1)}`)) };
  try {
    const resolved = await loadConfig({
      cwd: folder.path,
      env: { KEEPA_API_KEY: 'k' },
      plugins,
      importModule: importInJest,
      flags: { db: `${folder.path}/data/deals.db` },
    });
    const composition = await compose(resolved, { exchange, plugins });
    const policy = composition.container.resolve(TOKEN_POLICY);
    await composition.close();
    return { error: null, problems: [], sent, opened: folder.has('data'), policy };
  } catch (error) {
    const { problems = [] } = error as Partial<ConfigError>;
    return {
      error,
      problems: problems.map((problem) => problem.replaceAll(folder.path, '<project>')),
      sent,
      opened: folder.has('data'),
      policy: null,
    };
  } finally {
    folder.remove();
  }
}

export interface Attempt {
  readonly error: unknown;
  /** With `<project>` for the folder. */
  readonly problems: readonly string[];
  readonly sent: number;
  /** Whether the database came into being. */
  readonly opened: boolean;
  /** The token policy of the tier `low`, which is in force until Keepa tells the plan. */
  readonly policy: unknown;
}
