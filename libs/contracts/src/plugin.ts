import type { Slot } from './slot';

/** The part of Standard Schema v1 (standardschema.dev) that is needed: zod, valibot and arktype schemas all fit. */
export interface OptionsSchema<O> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => OptionsResult<O> | Promise<OptionsResult<O>>;
    readonly types?: { readonly input: unknown; readonly output: O } | undefined;
  };
}

export type OptionsResult<O> = { readonly value: O; readonly issues?: undefined } | { readonly issues: readonly OptionsIssue[] };

export interface OptionsIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Resolves other slots while a factory runs. */
export interface Resolver {
  resolve<T>(slot: Slot<T>): T;
}

interface PluginBase<T, O> {
  /** What `use` says in the config. */
  readonly name: string;
  readonly slot: Slot<T>;
  readonly options?: OptionsSchema<O>;
  /** Further slots that the same object fills (the store also keeps the ledger). */
  readonly alsoFills?: readonly Slot<unknown>[];
}

/** Describes a provider: exactly one of a class, a factory or a value. */
export type Plugin<T = unknown, O = unknown> = PluginBase<T, O> &
  (
    | { readonly useClass: new (...args: never[]) => T; readonly useFactory?: never; readonly useValue?: never }
    | { readonly useFactory: (options: O, resolver: Resolver) => T; readonly useClass?: never; readonly useValue?: never }
    | { readonly useValue: T; readonly useClass?: never; readonly useFactory?: never }
  );

/** Identity with types: the compiler checks that the provider fits the slot. */
export function definePlugin<T, O = undefined>(plugin: Plugin<T, O>): Plugin<T, O> {
  return plugin;
}
