import type { Clock } from '@smart-ingestor/contracts';
import { type KeepaErrorBody, msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import { Account, type SimulatorState } from './account';
import { AccountBucket, type ForeignConsumer } from './account-bucket';
import { type Answer, wrongKeyError } from './endpoints/answer';
import { LIST_ENDPOINTS } from './endpoints/list-endpoints';
import { envelopeOf, wrongKeyEnvelope } from './envelope';
import { type FaultSettings, NO_FAULTS } from './faults';
import { SeededRandom } from './seeded-random';
import { checkSimulatorOptions, DEFAULT_SIMULATOR_OPTIONS, type SimulatorOptions } from './simulator-options';
import { RecordedSource } from './recordings/recorded-source';
import { SeededSource, type Source } from './source';
import { wireJson } from './wire-json';

export interface SimulatedRequest {
  /** `/deal`, `/product`, … */
  readonly path: string;
  /** Decoded, the key among them. */
  readonly query: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  /** JSON of a POST to `/deal` or `/query`. */
  readonly body?: string;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Plain JSON, not compressed. */
  readonly body: Uint8Array;
  /** `never`: charged, and the client waits in vain. `cut`: the connection breaks in the middle of the body. */
  readonly delivery: 'whole' | 'cut' | 'never';
}

/** Changes while the simulator runs; what is absent stays. */
export interface SimulatorChange {
  readonly refillPerMinute?: number;
  readonly balance?: number;
  readonly tokenFlowReduction?: number;
  readonly faults?: Partial<FaultSettings>;
  readonly foreign?: Partial<ForeignConsumer>;
}

const METERED_PATHS: ReadonlySet<string> = new Set(['/deal', '/product', '/seller', ...LIST_ENDPOINTS.keys()]);
/** Of every recorded response. There is no header that speaks of tokens or of retrying. */
const HEADERS = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store, match-revalidate' };

/** A Keepa account: bucket, price list, errors and envelope as measured, on any clock. Costs nothing, knows no network. */
export class KeepaSimulator {
  private readonly clock: Clock;
  private readonly account: Account;
  private readonly source: Source;
  private readonly random: SeededRandom;
  private readonly options: SimulatorOptions;
  private faults: FaultSettings;
  private foreign: ForeignConsumer;

  /** @throws {ConfigError} naming every option out of range. */
  constructor(options: SimulatorOptions) {
    checkSimulatorOptions(options);
    const defaults = DEFAULT_SIMULATOR_OPTIONS;
    const { clock, openingBalance, refillPerMinute = defaults.refillPerMinute, seed = defaults.seed, tickMs = defaults.tickMs } = options;
    const {
      tokenFlowReduction = defaults.tokenFlowReduction,
      catalogueSize = defaults.catalogueSize,
      lockoutForMs = defaults.lockoutForMs,
    } = options;
    this.options = options;
    this.clock = clock;
    this.random = new SeededRandom(seed);
    const prices = options.prices ?? {};
    this.source =
      options.recordings === undefined
        ? new SeededSource(clock, seed, catalogueSize, prices)
        : new RecordedSource(clock, seed, options.recordings, prices);
    const openedAtMs = this.source.nowMs();
    this.account = new Account(
      new AccountBucket({ openedAtMs, tickMs, refillPerMinute, openingBalance: openingBalance ?? 60 * refillPerMinute, tokenFlowReduction }),
      options.lockoutBelow === undefined ? null : { belowTokens: options.lockoutBelow, forMs: lockoutForMs },
    );
    this.faults = { ...NO_FAULTS, ...options.faults };
    this.foreign = { tokensPerMinute: 0, tokensPer10Minutes: 0, ...options.foreign };
    this.account.bucket.setForeign(this.foreign, openedAtMs);
  }

  state(): SimulatorState {
    return this.account.state(this.source.nowMs());
  }

  change(change: SimulatorChange): void {
    const nowMs = this.source.nowMs();
    const { bucket } = this.account;
    bucket.advanceTo(nowMs);
    if (change.refillPerMinute !== undefined) bucket.changePlan(change.refillPerMinute);
    if (change.balance !== undefined) bucket.setBalance(change.balance);
    if (change.tokenFlowReduction !== undefined) bucket.setFlowReduction(change.tokenFlowReduction);
    this.faults = { ...this.faults, ...change.faults };
    if (change.foreign !== undefined) bucket.setForeign((this.foreign = { ...this.foreign, ...change.foreign }), nowMs);
  }

  /** One request from arrival to answer; takes its processing time on the clock. Requests in flight are admitted independently. */
  async handle(request: SimulatedRequest): Promise<SimulatedResponse> {
    const query = lowerCased(request.query);
    const endpoint = request.path.slice(1);
    const arrivedMs = this.source.nowMs();
    this.account.arrive(METERED_PATHS.has(request.path) || request.path === '/token' ? endpoint : 'other', arrivedMs);
    if (!this.accepts(query['key'])) return respond(400, { ...wrongKeyEnvelope(arrivedMs), error: wrongKeyError() });
    if (request.path === '/token') return this.account.isLocked(arrivedMs) ? this.reject(endpoint, arrivedMs) : this.plain(200, arrivedMs);
    if (!METERED_PATHS.has(request.path)) return { status: 404, headers: HEADERS, body: new Uint8Array(), delivery: 'whole' };
    if (this.inStorm() || !this.account.admits(arrivedMs)) return this.reject(endpoint, arrivedMs);
    if (this.strikes(this.faults.serverErrorRate)) return { status: 500, headers: HEADERS, body: new Uint8Array(), delivery: 'whole' };
    const answer = this.source.answer(request.path, { query, body: request.body ?? null }, msToKeepaMinutes(arrivedMs));
    return answer.kind === 'refused' ? this.plain(answer.status, arrivedMs, answer.error) : this.serve(endpoint, answer);
  }

  private async serve(endpoint: string, answer: Extract<Answer, { kind: 'payload' }>): Promise<SimulatedResponse> {
    // Asked anew: a recorded page sets the server's clock forward to its own time.
    const arrivedMs = this.source.nowMs();
    const { minMs, maxMs } = this.options.latency ?? answer.processingMs;
    await this.pass(this.random.integer(minMs, maxMs));
    const endMs = this.source.nowMs();
    this.account.charge(endpoint, answer.tokens, endMs);
    const response = respond(200, { ...this.envelope(arrivedMs, endMs, answer.tokens), ...answer.members });
    if (this.strikes(this.faults.timeoutAfterChargeRate)) return { ...response, delivery: 'never' };
    if (this.strikes(this.faults.cutBodyRate)) return { ...response, delivery: 'cut' };
    if (this.strikes(this.faults.outOfOrderRate)) await this.pass(this.faults.outOfOrderDelayMs);
    return response;
  }

  /** 429: the plain envelope without `error`. It costs nothing and does not extend the wait. */
  private reject(endpoint: string, nowMs: number): SimulatedResponse {
    this.account.reject(endpoint);
    return this.plain(429, nowMs);
  }

  private plain(status: number, nowMs: number, error?: KeepaErrorBody): SimulatedResponse {
    return respond(status, { ...this.envelope(nowMs, nowMs, 0), error });
  }

  private envelope(arrivedMs: number, endMs: number, tokensConsumed: number): Record<string, unknown> {
    const { bucket } = this.account;
    const refillRate = this.faults.refillSpikePerMinute ?? bucket.ratePerMinute;
    this.faults = { ...this.faults, refillSpikePerMinute: null };
    return envelopeOf(bucket, { arrivedMs, endMs }, tokensConsumed, refillRate);
  }

  private accepts(key: string | undefined): boolean {
    return this.options.key === undefined ? (key ?? '') !== '' : key === this.options.key;
  }

  private inStorm(): boolean {
    if (this.faults.storm429Requests <= 0) return false;
    this.faults = { ...this.faults, storm429Requests: this.faults.storm429Requests - 1 };
    return true;
  }

  private strikes(rate: number): boolean {
    return rate > 0 && this.random.next() < rate;
  }

  /** Lets time pass on the clock of the simulator. */
  async pass(durationMs: number): Promise<void> {
    if (durationMs > 0) await this.clock.sleep(durationMs);
  }
}

function respond(status: number, members: Record<string, unknown>): SimulatedResponse {
  return { status, headers: HEADERS, body: Buffer.from(wireJson(members)), delivery: 'whole' };
}

/** Keepa reads parameter names without regard to case: `buyBox=1` is charged as `buybox=1`. */
function lowerCased(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name.toLowerCase(), value]));
}
