import type { Retention, StateRecord, StateStore } from '@smart-ingestor/contracts';
import { parseRecords } from '../rules/state-records';
import type { Database } from './database';
import { exportState } from './export-state';
import { importState } from './import-state';
import { resetState } from './reset-state';
import { storedRaw } from './sqlite-raw';
import { reinterpret } from './sqlite-reinterpret';
import { retain } from './sqlite-retention';

export class SqliteStateStore implements StateStore {
  constructor(private readonly database: () => Database) {}

  export(jobId?: string): AsyncIterable<StateRecord> {
    return exportState(this.database(), jobId);
  }

  async import(records: readonly StateRecord[]): Promise<number> {
    const state = parseRecords(records);
    return this.database().write((tx) => importState(tx, state));
  }

  async reset(jobId?: string): Promise<Readonly<Record<string, number>>> {
    return this.database().write((tx) => resetState(tx, jobId));
  }

  rawResponses(query: Parameters<StateStore['rawResponses']>[0]): ReturnType<StateStore['rawResponses']> {
    return storedRaw(this.database(), query);
  }

  async reinterpret(...[callId, products]: Parameters<StateStore['reinterpret']>): ReturnType<StateStore['reinterpret']> {
    return this.database().write((tx) => reinterpret(tx, callId, products));
  }

  async retain(retention: Retention): ReturnType<StateStore['retain']> {
    return retain(this.database(), retention);
  }
}
