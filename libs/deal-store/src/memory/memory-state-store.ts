import type { StateStore } from '@smart-ingestor/contracts';

export class MemoryStateStore implements StateStore {}
