import { join } from 'node:path';
import { slotName } from '@smart-ingestor/contracts';
import { messageOf } from '../message-of';
import type { Tree } from '../config/tree';
import { didYouMean, listed } from '../suggestions';
import type { AnyPlugin } from './any-plugin';
import { contractsTrouble } from './contracts-gate';
import type { ImportModule } from './import-module';
import type { InstalledPackages } from './installed-packages';
import type { LoadedPlugin } from './loaded-plugin';
import { readManifest } from './manifest';
import { entryFile, readPackageJson } from './package-json';
import { choosePlugin } from './plugin-choice';
import { findPluginFile } from './plugin-files';
import { PluginModules } from './plugin-modules';
import type { PluginTrouble } from './plugin-problem';
import { parseReference, type PluginReference } from './plugin-reference';
import { isPlugin, shapeTroubles } from './plugin-shape';

export interface LoaderParts {
  /** Folder that paths in the config are relative to, and where its packages are looked for. */
  readonly baseDir: string;
  readonly packages: InstalledPackages;
  readonly importModule: ImportModule;
  readonly contractsVersion: string;
}

type Loaded = LoadedPlugin | readonly PluginTrouble[];

/** Brings the plugins that a config names by package or path. Everything that can be known without running code is checked before it runs. */
export class PluginLoader {
  readonly #modules: PluginModules;

  constructor(private readonly parts: LoaderParts) {
    this.#modules = new PluginModules(parts.importModule);
  }

  /** @param known names that would have needed no loading; for the one that is nearly right. */
  async load(use: string, slot: symbol, known: readonly string[]): Promise<Loaded> {
    const reference = parseReference(use);
    if ('code' in reference) return [reference];
    try {
      return reference.kind === 'path' ? await this.#fromPath(reference, slot) : await this.#fromPackage(reference, slot, known);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return [{ code: 'PLUGIN_MANIFEST_INVALID', cause: messageOf(error), cure: 'Write valid JSON there; npm install restores a damaged package' }];
    }
  }

  async #fromPath({ path, plugin }: PluginReference & { readonly kind: 'path' }, slot: symbol): Promise<Loaded> {
    const place = findPluginFile(path, this.parts.baseDir);
    if ('code' in place) return [place];
    if ('folder' in place) return this.#byManifest({ ...place, label: path, plugin }, slot);
    return this.#byExports(place.file, { label: path, plugin }, slot);
  }

  async #fromPackage({ kind, name, plugin }: PluginReference & { readonly name: string }, slot: symbol, known: readonly string[]): Promise<Loaded> {
    const folder = this.parts.packages.find(name);
    if (folder === null) return [kind === 'name' ? this.#unknownName(name, slot, known) : this.#noPackage(name)];
    return this.#byManifest({ folder, packageJson: readPackageJson(folder)!, label: name, plugin }, slot);
  }

  async #byManifest(found: FoundPackage, slot: symbol): Promise<Loaded> {
    const { folder, packageJson, label } = found;
    const manifest = readManifest(packageJson, join(folder, 'package.json'));
    if ('code' in manifest) return [manifest];
    const entry = choosePlugin(manifest, slot, found.plugin, label);
    const troubles = ['code' in entry ? entry : null, contractsTrouble(packageJson, this.parts.contractsVersion)].filter(
      (trouble) => trouble !== null,
    );
    if ('code' in entry || troubles.length > 0) return troubles;
    const file = entryFile(folder, packageJson);
    if (file === null) return [noEntry(label, folder)];
    const exported = await this.#modules.exportsOf(file, label);
    if (isTrouble(exported)) return [exported];
    const plugin = exported[entry.export];
    if (plugin === undefined) return [noExport(label, entry.export, exported)];
    if (!isPlugin(plugin)) return [noPlugin(label, entry.export)];
    const faults = shapeTroubles(plugin);
    if (faults.length > 0) return faults;
    if (plugin.name !== entry.name || slotName(plugin.slot) !== entry.slot) return [mismatch(label, entry, plugin)];
    return {
      plugin,
      origin: { kind: 'package', from: String(packageJson.name), version: typeof packageJson.version === 'string' ? packageJson.version : null },
    };
  }

  async #byExports(file: string, { label, plugin: named }: Pick<FoundPackage, 'label' | 'plugin'>, slot: symbol): Promise<Loaded> {
    const exported = await this.#modules.exportsOf(file, label);
    if (isTrouble(exported)) return [exported];
    const plugins = [...new Set(Object.values(exported).filter(isPlugin))];
    if (plugins.length === 0) return [noExport(label, 'plugin', exported)];
    const faults = plugins.flatMap(shapeTroubles);
    if (faults.length > 0) return faults;
    const offers = plugins.map((plugin) => ({ name: plugin.name, slot: slotName(plugin.slot), plugin }));
    const chosen = choosePlugin(offers, slot, named, label);
    return 'code' in chosen ? [chosen] : { plugin: chosen.plugin, origin: { kind: 'path', from: file, version: null } };
  }

  #noPackage(name: string): PluginTrouble {
    const { packages, baseDir } = this.parts;
    const cause = `there is no package '${name}'`;
    if (packages.declared().includes(name)) {
      return {
        code: 'PLUGIN_NOT_FOUND',
        cause: `${cause}, although package.json names it`,
        looked: packages.looked,
        cure: `npm install (in ${baseDir})`,
      };
    }
    const suggestion = asked(didYouMean(name, packages.neighboursOf(name)));
    return { code: 'PLUGIN_NOT_FOUND', cause, looked: packages.looked, cure: `${suggestion}npm install ${name} (in ${baseDir})` };
  }

  #unknownName(name: string, slot: symbol, known: readonly string[]): PluginTrouble {
    const suggestion = didYouMean(name, known);
    const cause = `unknown ${slotName(slot)} '${name}'${suggestion}`;
    if (suggestion !== '')
      return { code: 'PLUGIN_NOT_FOUND', cause, cure: `Known: ${listed(known)}; a package or a path ('./${name}') may stand here too` };
    return {
      code: 'PLUGIN_NOT_FOUND',
      cause,
      looked: `the known ones (${listed(known)}) and, for a package of that name, ${this.parts.packages.looked}`,
      cure: `Write a known name, './${name}' for a file of your own, or npm install ${name} if that is the package`,
    };
  }
}

interface FoundPackage {
  readonly folder: string;
  readonly packageJson: Tree;
  /** What the config calls it. */
  readonly label: string;
  readonly plugin: string | null;
}

function isTrouble(value: object): value is PluginTrouble {
  return 'code' in value && 'cause' in value && 'cure' in value;
}

function asked(suggestion: string): string {
  return suggestion === '' ? '' : `${suggestion.replace(/^; d/, 'D')} Otherwise: `;
}

function noEntry(label: string, folder: string): PluginTrouble {
  const cause = `'${label}' exports nothing that can be imported (exports in ${join(folder, 'package.json')})`;
  return { code: 'PLUGIN_LOAD_FAILED', cause, cure: `Add "exports": { ".": "./dist/index.js" } there` };
}

function noExport(label: string, name: string, exported: Readonly<Record<string, unknown>>): PluginTrouble {
  const names = Object.keys(exported).filter((key) => key !== '__esModule');
  return {
    code: 'PLUGIN_EXPORT_MISSING',
    cause: `'${label}' exports no ${name === 'plugin' ? 'plugin' : `'${name}'`}${didYouMean(name, names)}`,
    looked: `its exports: ${listed(names)}`,
    cure: name === 'plugin' ? 'Add export const plugin = definePlugin({ … })' : 'Correct "export" in the manifest of its package.json, or export it',
  };
}

function noPlugin(label: string, name: string): PluginTrouble {
  return { code: 'PLUGIN_INVALID', cause: `'${name}' of '${label}' is no plugin`, cure: 'Make it with definePlugin({ name, slot, … })' };
}

function mismatch(label: string, entry: { readonly name: string; readonly slot: string }, { name, slot }: AnyPlugin): PluginTrouble {
  return {
    code: 'PLUGIN_MANIFEST_MISMATCH',
    cause: `the manifest of '${label}' promises '${entry.name}' for ${entry.slot}, and the code has '${name}' for ${slotName(slot)}`,
    cure: 'Make name and slot the same in its package.json and in definePlugin',
  };
}
