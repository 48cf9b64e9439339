declare const PORT: unique symbol;

/** A place where a provider plugs in: the dependency-injection key of one port. Never called "token": that word means Keepa quota. */
export type Slot<T> = symbol & { readonly [PORT]?: T };

/** `Symbol.for`, so that two copies of this package still meet; the major keeps incompatible ports apart. */
export function slot<T>(name: string, major = 1): Slot<T> {
  return Symbol.for(`smart-ingestor/${name}@${major}`) as Slot<T>;
}

/** `token-policy` for `TOKEN_POLICY`: the name people read in config errors. */
export function slotName(of: symbol): string {
  return /^smart-ingestor\/(.+)@\d+$/.exec(Symbol.keyFor(of) ?? '')?.[1] ?? String(of);
}
