import { productOf, rawResponseOf } from '@smart-ingestor/conformance';
import type {
  Clock,
  CostModel,
  FeedRow,
  KeepaFailure,
  KeepaRequest,
  KeepaResult,
  KeepaTransport,
  ProductBatch,
  Reading,
  TokenGrant,
  ValueOf,
} from '@smart-ingestor/contracts';
import type { FakeAccount } from './fake-account';

export type Reply = KeepaResult<ValueOf<KeepaRequest>>;

/** Test fake: answers every request from `pages` and with a product for each ASIN, except where `script` says otherwise; remembers what was asked, and when. */
export class ScriptedTransport implements KeepaTransport {
  readonly sent: { readonly request: KeepaRequest; readonly grant: TokenGrant; readonly atMs: number }[] = [];
  readonly tokenReadsAtMs: number[] = [];
  /** Rows by page of the feed. */
  pages: readonly (readonly FeedRow[])[] = [];
  /** `undefined`: the usual answer. May throw. */
  script: (request: KeepaRequest, nth: number) => Reply | undefined = () => undefined;
  /** How long an answer takes; it is charged at its end. */
  latencyMs: (request: KeepaRequest, nth: number) => number = () => 0;
  inFlight = 0;
  mostInFlight = 0;
  tokenScript: (nth: number) => KeepaResult<Reading> | undefined = () => undefined;

  constructor(
    private readonly clock: Clock,
    readonly account: FakeAccount,
    private readonly prices: CostModel,
  ) {}

  async send<R extends KeepaRequest>(request: R, grant: TokenGrant): Promise<KeepaResult<ValueOf<R>>> {
    const nth = this.sent.push({ request, grant, atMs: this.clock.nowMs() });
    const latencyMs = this.latencyMs(request, nth);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      if (latencyMs > 0) await this.clock.sleep(latencyMs);
      return (this.script(request, nth) ?? this.answer(request)) as KeepaResult<ValueOf<R>>;
    } finally {
      this.inFlight -= 1;
    }
  }

  async readTokens(): Promise<KeepaResult<Reading>> {
    this.tokenReadsAtMs.push(this.clock.nowMs());
    const reading = this.reading(0);
    return this.tokenScript(this.tokenReadsAtMs.length) ?? { kind: 'answer', value: reading, reading, raw: rawResponseOf('{}') };
  }

  problemsOf(): readonly string[] {
    return [];
  }

  interpretProducts(): null {
    return null;
  }

  reading(tokensConsumed: number): Reading {
    return this.account.charge(this.clock.nowMs(), tokensConsumed);
  }

  /** What Keepa usually answers, at the worst price or the one given. */
  answer(request: KeepaRequest, tokensConsumed = this.prices.estimate(request).worstTokens, value = this.valueFor(request)): Reply {
    return { kind: 'answer', value, reading: this.reading(tokensConsumed), raw: rawResponseOf(JSON.stringify(request)) };
  }

  asinsSent(): (readonly string[])[] {
    return this.sent.flatMap(({ request }) => (request.endpoint === 'product' ? [request.asins ?? []] : []));
  }

  private valueFor(request: KeepaRequest): ValueOf<KeepaRequest> {
    if (request.endpoint !== 'deal') return batchOf(request.endpoint === 'product' ? (request.asins ?? []) : []);
    const rows = this.pages[request.page] ?? [];
    return { rows, rowCount: rows.length, problems: [] };
  }
}

export function batchOf(asins: readonly string[], unreadable: readonly string[] = []): ProductBatch {
  return { products: asins.map((asin) => productOf({ asin })), problems: unreadable.map((asin) => ({ asin, message: 'no title' })) };
}

/** A time-out after sending, except for what `fields` say. */
export function failedWith(fields: Partial<KeepaFailure> = {}): Extract<Reply, { kind: 'failed' }> {
  const timedOut = { code: 'TIMED_OUT', kind: 'transient', charge: 'unknown', status: null, message: 'no answer in 120 s' } as const;
  return { kind: 'failed', failure: { ...timedOut, details: null, reading: null, ...fields } };
}

export const UNREACHABLE = failedWith({ code: 'UNREACHABLE', charge: 'nothing', message: 'no connection' });
export const REJECTED = failedWith({ code: 'REQUEST_REJECTED', kind: 'rejected', charge: 'nothing', status: 400, message: 'bad asin' });
export const REFUSED_KEY = failedWith({ code: 'KEY_REFUSED', kind: 'fatal', charge: 'nothing', status: 402, message: 'unknown key' });
