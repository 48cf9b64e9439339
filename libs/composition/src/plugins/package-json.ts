import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of';
import { isTree, type Tree } from '../config/tree';

/** What a folder's package.json holds; `null` where there is none. @throws {SyntaxError} naming the file where it is not a JSON object. */
export function readPackageJson(folder: string): Tree | null {
  const file = join(folder, 'package.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new SyntaxError(`${file} cannot be read: ${messageOf(error)}`);
  }
  const content = parsed(text);
  if (!isTree(content)) throw new SyntaxError(`${file} is not a JSON object`);
  return content;
}

/**
 * The file that `import` of the package runs, as package.json says it. The condition `require` counts as well: `import()` runs CommonJS too.
 * `null`: it exports nothing at its root.
 */
export function entryFile(folder: string, { exports, main }: Tree): string | null {
  if (exports === undefined || exports === null) return join(folder, typeof main === 'string' ? main : 'index.js');
  const root = isTree(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports['.'] : exports;
  const target = targetOf(root);
  return target === null ? null : join(folder, target);
}

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'require', 'default']);

function targetOf(exported: unknown): string | null {
  if (typeof exported === 'string') return exported;
  const candidates = Array.isArray(exported)
    ? (exported as unknown[])
    : Object.entries(isTree(exported) ? exported : {}).flatMap(([condition, target]) => (CONDITIONS.has(condition) ? [target] : []));
  for (const candidate of candidates) {
    const target = targetOf(candidate);
    if (target !== null) return target;
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return isTree(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
