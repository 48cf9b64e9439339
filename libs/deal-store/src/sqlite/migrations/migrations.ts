import { InitialSchema1790000000001 } from './0001-initial-schema';
import { DurableWork1790000000002 } from './0002-durable-work';
import { FreshDeals1790000000003 } from './0003-fresh-deals';
import { HeldProducts1790000000004 } from './0004-held-products';

/** In order, only ever appended to. The schema version of a database is the number of those that it has seen. */
export const MIGRATIONS = [InitialSchema1790000000001, DurableWork1790000000002, FreshDeals1790000000003, HeldProducts1790000000004];
