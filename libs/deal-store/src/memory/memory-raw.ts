import type { RawResponse, StateStore, StoredRaw } from '@smart-ingestor/contracts';

/** Of more than this the oldest go: a run of days must not fill the memory. */
const KEPT_BYTES = 32 * 1024 * 1024;

export class MemoryRaw {
  /** In the order they came, which is that of their times. */
  private kept: StoredRaw[] = [];
  private bytes = 0;

  add(raw: RawResponse, callId: string | null, receivedAtMs: number): void {
    this.kept.push({ callId, receivedAtMs, raw });
    this.bytes += raw.body.byteLength;
    let gone = 0;
    if (this.bytes <= KEPT_BYTES) return;
    // A quarter at once, so that not every new one moves the whole list.
    while (this.bytes > (KEPT_BYTES * 3) / 4 && gone < this.kept.length - 1) this.bytes -= this.kept[gone++]!.raw.body.byteLength;
    this.kept = this.kept.slice(gone);
  }

  async *read({ endpoint, sinceMs = 0 }: Parameters<StateStore['rawResponses']>[0]): AsyncIterable<StoredRaw> {
    const wanted = this.kept.filter((stored) => stored.receivedAtMs >= sinceMs && (endpoint === undefined || stored.raw.endpoint === endpoint));
    yield* wanted.sort((a, b) => a.receivedAtMs - b.receivedAtMs);
  }

  deleteBefore(beforeMs: number, limit: number): number {
    const doomed = new Set(this.kept.filter(({ receivedAtMs }) => receivedAtMs < beforeMs).slice(0, limit));
    this.kept = this.kept.filter((stored) => !doomed.has(stored));
    for (const { raw } of doomed) this.bytes -= raw.body.byteLength;
    return doomed.size;
  }
}
