import { describeDealStore, describeTokenLedger } from '@smart-ingestor/conformance';
import { MemoryDealStore } from './memory-deal-store';

describeTokenLedger('MemoryDealStore', () => new MemoryDealStore());
describeDealStore('MemoryDealStore', () => new MemoryDealStore());
