import type { OptionsSchema, Resolver } from '@smart-ingestor/contracts';

/** A `Plugin<T, O>` of whatever port and options: how a list of plugins is typed. */
export interface AnyPlugin {
  readonly name: string;
  readonly slot: symbol;
  readonly options?: OptionsSchema<unknown>;
  readonly alsoFills?: readonly symbol[];
  readonly useClass?: new (...args: never[]) => unknown;
  readonly useFactory?: (options: never, resolver: Resolver) => unknown;
  readonly useValue?: unknown;
}
