import { AccountState } from './account-state';
import { Announcer } from './announcer';
import { Bell } from './bell';
import { ForeignWatch } from './foreign-watch';
import { Gate } from './gate';
import { Housekeeping } from './housekeeping';
import { InFlight } from './in-flight';
import type { IngestionParts, RunBounds } from './parts';
import { Presence } from './presence';
import { Scheduler } from './scheduler';
import { Sender } from './sender';
import { ServerClock } from './server-clock';
import { Stop } from './stop';
import { SummaryWriter } from './summary-writer';
import type { Chore, Lane } from './units/unit';
import { Waiting } from './waiting';

/** Where the work of a run comes from. */
export interface Work {
  readonly lanes: readonly Lane[];
  readonly chores: readonly Chore[];
}

/** Everything that one run is made of. */
export type Run = ReturnType<typeof assemble>;

export function assemble(parts: IngestionParts, { lanes, chores }: Work, bounds: RunBounds, signal: AbortSignal | undefined) {
  const time = new ServerClock(parts.clock);
  const bell = new Bell();
  const stop = new Stop(bounds, signal);
  const summary = new SummaryWriter();
  const announcer = new Announcer(parts.accountId, time, [summary, stop, ...parts.listeners]);
  const account = new AccountState(parts, time);
  const presence = new Presence(parts, time);
  const scheduler = new Scheduler(lanes, parts.pace);
  return {
    ...{ parts, bounds, time, bell, stop, summary, announcer, account, presence, scheduler },
    waiting: new Waiting(time, stop, announcer, presence, bell),
    gate: new Gate(parts, time, announcer),
    sender: new Sender(parts, time, account, announcer, (durable) => scheduler.committed(durable)),
    inFlight: new InFlight(bell, parts.pace.maxRequestsInFlight),
    foreign: new ForeignWatch(parts, announcer),
    housekeeping: new Housekeeping(chores, time, announcer),
  };
}
