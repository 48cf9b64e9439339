import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../message-of';
import { isTree } from '../config/tree';
import type { ImportModule } from './import-module';
import { isPlugin } from './plugin-shape';
import type { PluginTrouble } from './plugin-problem';

export type ModuleExports = Readonly<Record<string, unknown>>;

/** Runs each module once, however many places of a config name it. */
export class PluginModules {
  readonly #exports = new Map<string, Promise<ModuleExports | PluginTrouble>>();

  constructor(private readonly importModule: ImportModule) {}

  /** What a file exports. `label`: what the config calls it. */
  exportsOf(file: string, label: string): Promise<ModuleExports | PluginTrouble> {
    const known = this.#exports.get(file) ?? this.#run(file, label);
    this.#exports.set(file, known);
    return known;
  }

  async #run(file: string, label: string): Promise<ModuleExports | PluginTrouble> {
    if (!existsSync(file)) {
      const cause = `'${label}' says that its code is in ${file}, and there is no such file`;
      return { code: 'PLUGIN_LOAD_FAILED', cause, cure: `Build it (npm run build), or correct exports or main in its package.json` };
    }
    try {
      return flattened(await this.importModule(file));
    } catch (error) {
      return loadFailure(error, file, label);
    }
  }
}

/** A CommonJS module that was imported has everything in `default`, and only what Node recognised beside it. */
function flattened(module: unknown): ModuleExports {
  const named = isTree(module) ? { ...module } : {};
  const inner = named.default;
  if (!isTree(inner) || isPlugin(inner)) return named;
  const { default: _outer, ...beside } = named;
  return { ...inner, ...beside };
}

function loadFailure(error: unknown, file: string, label: string): PluginTrouble {
  const message = messageOf(error).split('\n')[0] ?? '';
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined && !/^[./]|^[A-Z]:/.test(missing)) {
    const cause = `'${label}' needs the package '${missing}', which is not installed`;
    return { code: 'PLUGIN_LOAD_FAILED', cause, looked: `node_modules of ${dirname(file)} and above`, cure: `npm install ${packageOf(missing)}` };
  }
  const cause = `'${label}' throws while it is loaded: ${message.replace(/[.:\s]+$/, '')}${placeOf(error, file)}`;
  return { code: 'PLUGIN_LOAD_FAILED', cause, cure: `Correct it; node -e "import('${file}')" shows the whole error` };
}

/** ` (at …/index.js:3)`: the line of the plugin itself, not of what it called. */
function placeOf(error: unknown, file: string): string {
  const stack = isTree(error) && typeof error.stack === 'string' ? error.stack : '';
  const own = stack.split('\n').find((line) => line.includes(dirname(file)));
  const [, place] = /(?:file:\/\/)?([^\s(]+:\d+):\d+\)?$/.exec(own?.trim() ?? '') ?? [];
  return place === undefined ? ` (in ${file})` : ` (at ${place})`;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
