/** A plain object of settings, not yet checked. */
export type Tree = Readonly<Record<string, unknown>>;

export type Path = readonly string[];

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member at `path`; `undefined` where there is none. */
export function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const name of path) {
    if (Array.isArray(value)) value = value[Number(name)] as unknown;
    else if (isTree(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}

/** A copy of `tree` with `value` at `path`. */
export function withValueAt(tree: Tree, path: Path, value: unknown): Tree {
  const [name, ...rest] = path;
  if (name === undefined) return isTree(value) ? value : tree;
  const member = tree[name];
  return { ...tree, [name]: rest.length === 0 ? value : withValueAt(isTree(member) ? member : {}, rest, value) };
}

/** The members of a tree that are trees themselves; junk is reported by the schema and skipped here. */
export function subtrees(value: unknown): [string, Tree][] {
  return isTree(value) ? Object.entries(value).filter((entry): entry is [string, Tree] => isTree(entry[1])) : [];
}

/** Members that only make sense whole: half a key source or half a refill range is nobody's wish. */
const WHOLE: ReadonlySet<string> = new Set(['key', 'whenRefill', 'selection']);

/**
 * `top` over `base`, member by member; arrays and scalars replace. Where both name a provider and the names differ, the options of the one below
 * are dropped with it.
 */
export function overlay(base: Tree, top: Tree): Tree {
  const changesProvider = typeof base.use === 'string' && typeof top.use === 'string' && base.use !== top.use;
  const merged: Record<string, unknown> = changesProvider ? {} : { ...base };
  for (const [name, value] of Object.entries(top)) {
    const below = merged[name];
    merged[name] = isTree(below) && isTree(value) && !WHOLE.has(name) ? overlay(below, value) : value;
  }
  return merged;
}

/** Paths of everything that is not a plain object or a list of them: scalars, other arrays, keys. What is empty is a leaf too. */
export function leafPaths(value: unknown, path: Path = []): Path[] {
  const isBranch = isPlain(value) || (Array.isArray(value) && value.every(isPlain));
  if (!isBranch || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([name, member]) => leafPaths(member, [...path, name]));
}

/** The leaves and everything above them. */
export function allPaths(value: unknown): Path[] {
  const leaves = leafPaths(value);
  const branches = leaves.flatMap((leaf) => leaf.slice(1).map((_name, index) => leaf.slice(0, index + 1)));
  return [...new Map([...branches, ...leaves].map((path) => [path.join('.'), path])).values()];
}

function isPlain(value: unknown): value is Tree {
  return isTree(value) && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
}
