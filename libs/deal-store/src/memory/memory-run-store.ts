import type { RunRecord, RunStore, RunWait } from '@smart-ingestor/contracts';

/** A table with leases. */
export interface Leased {
  renew(owner: string, heldUntilMs: number, nowMs: number): void;
  /** Everything that the owner holds. The fences stay: what it brings too late is still welcome where nobody took it over. */
  free(owner: string): void;
}

export class MemoryRunStore implements RunStore {
  private readonly runs = new Map<string, RunRecord>();

  constructor(private readonly leased: readonly Leased[]) {}

  async begin(run: Parameters<RunStore['begin']>[0]): Promise<void> {
    this.runs.set(run.owner, { ...run, seenMs: run.startedMs, progressMs: null, wait: null });
  }

  async beat(owner: string, heldUntilMs: number, nowMs: number): Promise<void> {
    this.change(owner, { seenMs: nowMs });
    for (const table of this.leased) table.renew(owner, heldUntilMs, nowMs);
  }

  async wait(owner: string, wait: RunWait | null): Promise<void> {
    this.change(owner, { wait });
  }

  async end(owner: string): Promise<void> {
    for (const table of this.leased) table.free(owner);
    this.runs.delete(owner);
  }

  async list(): Promise<readonly RunRecord[]> {
    return [...this.runs.values()].sort((a, b) => a.startedMs - b.startedMs);
  }

  noteProgress(owner: string, progressMs: number): void {
    this.change(owner, { progressMs });
  }

  private change(owner: string, fields: Partial<RunRecord>): void {
    const known = this.runs.get(owner);
    if (known !== undefined) this.runs.set(owner, { ...known, ...fields });
  }
}
