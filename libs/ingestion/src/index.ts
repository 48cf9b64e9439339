export { Ingestion } from './ingestion';
export type { CommitOptions, Job, PeekOptions } from './job';
export { DEFAULT_PACE, type IngestionParts, type Pace, type RunBounds } from './parts';
