import type { Work } from './assembly';
import { choresOf } from './chores/chores';
import type { IngestionParts, RunBounds } from './parts';
import { lanesOf } from './units/lanes';

/** The work of the configured jobs. */
export function workOf(parts: IngestionParts, { once }: RunBounds): Work {
  return { lanes: lanesOf(parts, once ? 'once' : 'due'), chores: choresOf(parts) };
}
