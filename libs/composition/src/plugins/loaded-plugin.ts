import type { AnyPlugin } from './any-plugin';

/** Where a plugin comes from, for `plugins list`. */
export interface PluginOrigin {
  readonly kind: 'built-in' | 'code' | 'package' | 'path';
  /** Package name, or absolute file name; the empty string for the others. */
  readonly from: string;
  readonly version: string | null;
}

export interface LoadedPlugin {
  readonly plugin: AnyPlugin;
  readonly origin: PluginOrigin;
}
