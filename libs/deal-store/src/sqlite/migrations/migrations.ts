import { InitialSchema1790000000001 } from './0001-initial-schema';

/** In order, only ever appended to. The schema version of a database is the number of those that it has seen. */
export const MIGRATIONS = [InitialSchema1790000000001];
