import type { BucketState, WorkClass } from '@smart-ingestor/contracts';
import { availableTokens, reachedAtMs } from '@smart-ingestor/token-bucket';
import type { Run } from './assembly';
import type { LaneTurn } from './lane-line';
import type { Outgoing } from './sender';
import type { LookAt, Unit } from './units/unit';
import type { Wait } from './waiting';

/** Nothing goes now; `wakeMs`: when to try again where no answer comes first. */
export interface Rest extends Wait {
  readonly wakeMs: number;
  /** Tokens are what is missing. */
  readonly forTokens: boolean;
}

/** What a run of one pass waits for: its feeds and the items that they delivered. */
const ONCE: ReadonlySet<WorkClass> = new Set<WorkClass>(['scan', 'discover', 'adhoc']);
const ONCE_AND_REFRESHED: ReadonlySet<WorkClass> = new Set<WorkClass>([...ONCE, 'refresh']);

/** A lane that offered a unit and had nothing behind it (another process was faster) is left alone for so long. */
const BARREN_MS = 1_000;

/** Ticks before the capacity at which tokens are about to expire: the one that comes, and half of another while a request is under way. */
const HARVEST_TICKS = 1.5;

/** How long nothing at all is announced for, where no lane can say when it will have work. */
const LONGEST_IDLE_MS = 24 * 3_600_000;

const IDLE = 'nothing is queued until the next scan or retry is due';

/** As many requests are in flight as may be: only an answer helps. */
const FULL: Rest = {
  ...{ workClass: null, jobId: null, reason: 'as many requests are in flight as the config allows', forTokens: false },
  ...{ untilMs: Number.POSITIVE_INFINITY, wakeMs: Number.POSITIVE_INFINITY },
};

/** A run of so many deals has them all, should every answer bring what was asked for: more requests would only be paid for beyond its bound. */
const ENOUGH: Rest = { ...FULL, reason: 'what is in flight may be all the deals that this run wants' };

/** One step along the straight line: load, plan, reserve, send. Or why nothing goes, or that a run of one pass has done all. */
export async function nextTurn(run: Run): Promise<'again' | 'done' | Rest> {
  const { account, bounds, gate, housekeeping, inFlight, scheduler, sender, stop, time, waiting } = run;
  const { news } = scheduler;
  await housekeeping.run(account.refillPerMinute, sender.progressMs);
  if (inFlight.isFull) return FULL;
  if (account.block !== null) return backOff(run);
  const known = await account.known();
  if (known === null) return readTokens(run);

  const at = lookAt(known, time.nowMs(), bounds.once ?? false);
  const next = await scheduler.next(at);
  if (bounds.once && scheduler.isExhausted(bounds.fullRefresh ? ONCE_AND_REFRESHED : ONCE, time.nowMs())) return 'done';
  if (next.kind !== 'unit' && news !== scheduler.news) return 'again';
  if (next.kind === 'idle') return idle(next.untilMs, known, at);
  if (next.kind === 'held') {
    const { unit, untilMs, reason } = next.hold;
    return { workClass: unit.workClass, jobId: unit.job.id, untilMs, reason, forTokens: true, wakeMs: next.wakeMs };
  }

  const { turn } = next;
  const neededDeals = stop.missingDeals - inFlight.dealsToCome;
  if (next.unit.stage === 'commit' && neededDeals <= 0) return stop.reason(time.nowMs()) === null ? ENOUGH : 'again';
  const unit = next.unit.stage === 'commit' ? atMost(next.unit, neededDeals) : next.unit;
  const state = await account.fresh(known);
  if (state === null || account.block !== null) return backOff(run);
  const admission = await gate.admit(unit, state);
  if (admission.kind === 'forgotten') return readTokens(run);
  if (admission.kind === 'blocked') {
    const untilMs = await account.tokensAt(admission.state, admission.untilMs);
    const reason =
      untilMs < admission.untilMs ? `${admission.reason}; a request with unknown outcome counts at its worst until then` : admission.reason;
    // An answer that came meanwhile may have made room.
    if (news === scheduler.news) scheduler.holdBack({ unit, turn, untilMs, reason });
    return 'again';
  }
  const outgoing = await sender.load(unit, admission);
  if (outgoing === 'was-empty') scheduler.barren(turn, time.nowMs() + BARREN_MS);
  if (typeof outgoing === 'string') return 'again';
  // What came while it was loaded (a 429, the signal) holds for this request too.
  if (account.block !== null || inFlight.hasFailed || stop.reason(time.nowMs()) !== null) {
    await sender.recall(outgoing);
    return 'again';
  }
  await waiting.end();
  scheduler.granted(turn, admission.cost, state.refillPerMinute);
  inFlight.launch(settle(run, turn, outgoing), unit.stage === 'commit' ? outgoing.loaded.size : 0);
  return 'again';
}

async function settle({ foreign, scheduler, sender, time }: Run, turn: LaneTurn, outgoing: Outgoing): Promise<void> {
  const { worstTokens } = outgoing.admission.cost;
  let tokens = worstTokens;
  try {
    tokens = await sender.send(outgoing);
  } finally {
    scheduler.settled(turn, tokens - worstTokens);
  }
  await foreign.answered(time.nowMs());
}

/** A unit of no more items than are wanted. */
function atMost(unit: Unit, items: number): Unit {
  return items < unit.pending ? { ...unit, pending: items } : unit;
}

/** An opening reading, or one that replaces what the ledger has lost. */
async function readTokens(run: Run): Promise<'again' | Rest> {
  return (await run.account.read()) === null ? backOff(run) : 'again';
}

/** What Keepa's failure or refusal makes the account wait for; it may be over by the time that it is looked at. */
export function backOff({ account, time }: Run): Rest {
  const { untilMs, reason, forTokens } = account.block ?? { untilMs: time.nowMs(), reason: 'Keepa failed', forTokens: false };
  return { workClass: null, jobId: null, untilMs, reason, forTokens, wakeMs: untilMs };
}

function lookAt(state: BucketState, nowMs: number, once: boolean): LookAt {
  return { nowMs, refillPerMinute: state.refillPerMinute, harvest: !once && availableTokens(state) >= harvestFrom(state) };
}

function harvestFrom({ capacityTokens, refillMilliTokensPerTick }: BucketState): number {
  return Math.floor(capacityTokens - (HARVEST_TICKS * refillMilliTokensPerTick) / 1_000);
}

/** Nothing is queued. Tokens go on coming, and at the capacity they would expire: work that is not due yet is welcome then. */
function idle(dueMs: number, state: BucketState, { nowMs, harvest }: LookAt): Rest {
  const harvestMs = harvest ? null : reachedAtMs(state, harvestFrom(state));
  const untilMs = dueMs === Number.POSITIVE_INFINITY ? nowMs + LONGEST_IDLE_MS : dueMs;
  const wakeMs = Math.min(untilMs, harvestMs !== null && harvestMs > nowMs ? harvestMs : Number.POSITIVE_INFINITY);
  return { workClass: null, jobId: null, untilMs, reason: IDLE, forTokens: false, wakeMs };
}
