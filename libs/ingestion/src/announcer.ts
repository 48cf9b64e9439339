import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import type { ServerClock } from './server-clock';
import type { UnitEvent } from './units/unit';

/** Stamps events with server time and account, and tells every listener. */
export class Announcer {
  constructor(
    private readonly accountId: string,
    private readonly time: ServerClock,
    private readonly listeners: readonly IngestionListener[],
  ) {}

  tell(event: UnitEvent): void {
    const stamped = { ...event, atMs: this.time.nowMs(), accountId: this.accountId } as IngestionEvent;
    for (const listener of this.listeners) listener.on(stamped);
  }
}
