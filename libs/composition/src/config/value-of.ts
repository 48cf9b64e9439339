import type { Layer } from './layers';
import { isTree, type Tree } from './tree';

/**
 * `valueOf` in a tier is another name of `dealValue`, for configs in YAML and JSON. Typed ones say `dealValue`: every object has a method of
 * that name, so TypeScript would refuse an empty tier.
 */
export function withValueOf(layer: Layer): Layer {
  const { tiers } = layer.settings;
  if (!isTree(tiers)) return layer;
  const renamed = Object.fromEntries(Object.entries(tiers).map(([name, tier]) => [name, isTree(tier) ? renamedIn(tier) : tier]));
  return { ...layer, settings: { ...layer.settings, tiers: renamed } };
}

/** Both at once are left alone: the check of names then complains of `valueOf`. */
function renamedIn(tier: Tree): Tree {
  if (!Object.hasOwn(tier, 'valueOf') || Object.hasOwn(tier, 'dealValue')) return tier;
  const { valueOf, ...rest } = tier;
  return { ...rest, dealValue: valueOf };
}
