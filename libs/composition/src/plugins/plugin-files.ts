import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Tree } from '../config/tree';
import { didYouMean, listed } from '../suggestions';
import { MANIFEST_KEY } from './manifest';
import { entryFile, readPackageJson } from './package-json';
import type { PluginTrouble } from './plugin-problem';

const EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

/** What a path leads to: one module, or the folder of a package with a manifest. */
export type PluginPlace = { readonly file: string } | { readonly folder: string; readonly packageJson: Tree };

/** `./my-policy` is `my-policy.js`, `.cjs`, `.mjs`, `.ts`, `.cts` or `.mts`, or a folder with a package.json or an index of such a kind. */
export function findPluginFile(path: string, baseDir: string): PluginPlace | PluginTrouble {
  const target = resolve(baseDir, path);
  const file = [target, ...EXTENSIONS.map((extension) => target + extension)].find(isFile);
  if (file !== undefined) return EXTENSIONS.includes(extname(file)) ? { file } : noModule(path, file);
  return placeInFolder(target) ?? nothingAt(path, target);
}

function placeInFolder(folder: string): PluginPlace | null {
  const packageJson = existsSync(folder) ? readPackageJson(folder) : null;
  if (packageJson !== null && MANIFEST_KEY in packageJson) return { folder, packageJson };
  const entry = packageJson === null ? null : entryFile(folder, packageJson);
  const file = [entry, ...EXTENSIONS.map((extension) => join(folder, `index${extension}`))].find(
    (candidate) => candidate !== null && isFile(candidate),
  );
  return file === undefined || file === null ? null : { file };
}

function noModule(path: string, file: string): PluginTrouble {
  return {
    code: 'PLUGIN_REFERENCE_INVALID',
    cause: `'${path}' is ${file}, which is no module`,
    cure: `Name a file that ends in ${EXTENSIONS.join(', ')}, or leave the ending out`,
  };
}

function nothingAt(path: string, target: string): PluginTrouble {
  const folder = dirname(target);
  const beside = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const modules = beside.map((name) => (EXTENSIONS.includes(extname(name)) ? basename(name, extname(name)) : name));
  const suggestion = didYouMean(basename(target), modules).replace(/^; d/, 'D');
  const there = modules.length === 0 ? 'nothing' : listed([...new Set(modules)].slice(0, 10));
  return {
    code: 'PLUGIN_NOT_FOUND',
    cause: `there is no module '${path}'`,
    looked: `${target}{${EXTENSIONS.join(',')}} and ${join(target, 'index')}.*`,
    cure: `${suggestion === '' ? '' : `${suggestion} `}Write the path relative to the config file; ${folder} holds ${there}`,
  };
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
