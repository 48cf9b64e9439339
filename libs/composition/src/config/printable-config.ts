import { AccountKey } from './account-key';
import type { ResolvedConfig } from './settings';
import { isSecret, MASK, withoutSecrets } from './secrets';
import { leafPaths, type Path, valueAt } from './tree';

export interface PrintableSetting {
  readonly path: string;
  readonly value: string;
  readonly layer: string;
}

/** Every setting in force with the layer it came from; keys say where they are read, never what they are. */
export function printableConfig({ config, origins }: Pick<ResolvedConfig, 'config' | 'origins'>): PrintableSetting[] {
  return leafPaths(config)
    .filter((path) => valueAt(config, path) !== undefined)
    .map((path) => ({ path: path.join('.'), value: printed(valueAt(config, path), path), layer: origins[path.join('.')] ?? 'default' }));
}

function printed(value: unknown, path: Path): string {
  if (value instanceof AccountKey) return value.describe();
  if (isSecret(path)) return MASK;
  const text =
    typeof value === 'string' ? value : JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
  return withoutSecrets(text ?? String(value));
}
