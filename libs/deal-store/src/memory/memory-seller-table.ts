import type { SellerTable } from '@smart-ingestor/contracts';

export class MemorySellerTable implements SellerTable {}
