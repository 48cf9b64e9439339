import { describeDealStore, describeTokenLedger } from '@smart-ingestor/conformance';
import { sqliteStore } from '../testing/temporary-store';

describeTokenLedger('SqliteDealStore', () => sqliteStore());
describeDealStore('SqliteDealStore', () => sqliteStore());
