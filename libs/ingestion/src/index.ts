export { Ingestion } from './ingestion';
export type { CommitOptions, Job, PeekOptions } from './job';
export { DEFAULT_PACE, type IngestionParts, type Pace, type RunBounds } from './parts';
export { explainRefresh, refreshCycleMs, refreshLoad, type RefreshLoad } from './refresh-capacity';
export { replay, type ReplayOutcome, type ReplayParts } from './replay';
export { explainList } from './list-cadence';
export { explainScan, FEED_WINDOW_MS, headAgeMs, paceOfFeed } from './scan-cadence';
export { commitRequest, peekRequest } from './units/product-requests';
