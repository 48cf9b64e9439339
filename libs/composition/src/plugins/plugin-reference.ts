import type { PluginTrouble } from './plugin-problem';

/** What `use` says. `plugin`: the part after `#`, which chooses one of several plugins of a package or file. */
export type PluginReference =
  | { readonly kind: 'name'; readonly name: string; readonly plugin: null }
  | { readonly kind: 'package'; readonly name: string; readonly plugin: string | null }
  | { readonly kind: 'path'; readonly path: string; readonly plugin: string | null };

const PATH = /^\.{1,2}([\\/]|$)|^[\\/]|^[A-Za-z]:[\\/]/;
const SCOPED = /^@[a-z0-9~-][\w.~-]*\/[a-z0-9~-][\w.~-]*$/;
const BARE = /^[A-Za-z0-9~-][\w.~-]*$/;

/**
 * `deficit-limit` a name (built in, handed in by code, or else an installed package of that name) · `@acme/policies`, `@acme/policies#burst`,
 * `burst-policy#burst` a package · `./my-policy`, `../policies.ts#burst` a path relative to the config file.
 */
export function parseReference(use: string): PluginReference | PluginTrouble {
  const [, target = use, plugin = null] = /^(.+)#([\w-]+)$/.exec(use) ?? [];
  if (PATH.test(target)) return { kind: 'path', path: target, plugin };
  if (SCOPED.test(target)) return { kind: 'package', name: target, plugin };
  if (BARE.test(target)) return plugin === null ? { kind: 'name', name: target, plugin } : { kind: 'package', name: target, plugin };
  return { code: 'PLUGIN_REFERENCE_INVALID', cause: `'${use}' is no name, package or path`, cure: cureOf(target) };
}

function cureOf(target: string): string {
  if (target.includes('://') || /^(npm|git|github|file):/.test(target))
    return `Plugins are loaded from this machine only: install it with npm and write the package's name`;
  const [, packageName, inside] = /^((?:@[\w.~-]+\/)?[\w.~-]+)\/(.+)$/.exec(target) ?? [];
  if (packageName !== undefined) return `A package is named alone; write '${packageName}#${inside}' for its plugin '${inside}'`;
  return `Write a built-in name ('deficit-limit'), a package ('@acme/burst-policy') or a path ('./my-policy')`;
}
