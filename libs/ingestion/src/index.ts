export { Ingestion } from './ingestion';
export type { CommitOptions, Job, PeekOptions } from './job';
export type { IngestionParts, RunBounds } from './parts';
