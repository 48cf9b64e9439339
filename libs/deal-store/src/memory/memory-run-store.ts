import type { RunStore } from '@smart-ingestor/contracts';

export class MemoryRunStore implements RunStore {}
