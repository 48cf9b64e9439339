import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { ConfigError } from '@smart-ingestor/contracts';
import { loadConfig as loadWithC12 } from 'c12';
import { messageOf } from '../message-of';
import { listed } from '../suggestions';
import { withoutSecrets } from './secrets';
import { isTree, type Tree } from './tree';

const BASE_NAME = 'smart-ingestor.config';
const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '.yaml', '.yml'];

/** The file that `--config` names, else the one in the folder; `null` where there is none. @throws {ConfigError} */
export function findConfigFile(cwd: string, named: string | undefined): string | null {
  if (named === undefined) {
    const found = EXTENSIONS.map((extension) => join(cwd, BASE_NAME + extension)).filter((file) => existsSync(file));
    if (found.length > 1)
      throw new ConfigError([`${found.map((file) => basename(file)).join(' and ')} are both in ${cwd}: keep one, or name it with --config.`]);
    return found[0] ?? null;
  }
  const file = resolve(cwd, named);
  if (!existsSync(file))
    throw new ConfigError([`config file ${file} does not exist. Make one with \`smart-ingestor config init\`, or correct --config.`]);
  if (!EXTENSIONS.includes(extname(file))) {
    throw new ConfigError([`config file ${file} has the extension '${extname(file)}'. Known: ${listed(EXTENSIONS)}.`]);
  }
  return file;
}

/**
 * What the file exports. c12 reads all formats; everything else that it could do is off, because a config is code from this folder only: no
 * remote `extends`, no .env, rc and package.json lookups, no merging, and no transpiled copy (it could hold a key) in a cache on disk.
 * @throws {ConfigError}
 */
export async function readConfigFile(file: string): Promise<Tree> {
  let exported: unknown;
  try {
    const { layers } = await loadWithC12({
      cwd: dirname(file),
      configFile: file,
      rcFile: false,
      globalRc: false,
      packageJson: false,
      dotenv: false,
      extend: false,
      giget: false,
      envName: false,
      merger: (...sources) => sources.find((source) => source !== undefined && source !== null) ?? {},
      jitiOptions: { fsCache: false, nativeModules: ['@smart-ingestor/composition', '@smart-ingestor/contracts'] },
    });
    exported = layers?.[0]?.config;
  } catch (error) {
    throw new ConfigError([`config file ${file} cannot be read: ${reasonOf(error)}. \`smart-ingestor config init\` writes one that works.`]);
  }
  if (!isTree(exported)) throw new ConfigError([`config file ${file} must export one object (\`export default defineConfig({ … })\`).`]);
  return exported;
}

/** First line only, without quoted source: parsers print the text around the fault, and that may be the key. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (message.includes("'$meta'")) return 'it holds nothing';
  const [first = '', second = ''] = message.split('\n');
  const at = /:(\d+:\d+)\s*$/.exec(second)?.[1];
  const reason = first.replace(/,? *(\.{3})?".*"(\.{3})? is not valid JSON/, ' is not valid JSON').trim();
  return withoutSecrets(at === undefined ? reason : `${reason} at ${at}`).replace(/[.:\s]+$/, '');
}
