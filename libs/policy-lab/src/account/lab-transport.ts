import type {
  Clock,
  DealPage,
  KeepaFailure,
  KeepaRequest,
  KeepaResult,
  KeepaTransport,
  ProductBatch,
  RawResponse,
  Reading,
  SellerBatch,
  TokenGrant,
  ValueOf,
} from '@smart-ingestor/contracts';
import type { LabFeed } from '../feed/lab-feed';
import { labProduct, labSeller } from '../feed/lab-products';
import type { LabAccount, Trip } from './lab-account';
import type { LabFaults } from './lab-faults';
import { type PriceModel, tokensOf } from './lab-prices';
import type { Purchases } from './purchases';
import type { RecordedPurposes } from './recorded-purposes';

/** One way. */
const NETWORK_MS = 150;
/** The transport's own limit. */
const TIMEOUT_MS = 120_000;
const OUT_OF_ORDER_MS = 5_000;
/** Processing times as recorded at Keepa: a page, a look without offers, a fetch of offers, sellers. */
const PROCESSING_MS = { deal: [500, 1_500], product: [200, 1_500], offers: [2_000, 10_000], seller: [100, 1_000] } as const;

const NO_BYTES = new Uint8Array();

export interface LabTransportParts {
  readonly clock: Clock;
  readonly account: LabAccount;
  readonly purposes: RecordedPurposes;
  readonly purchases: Purchases;
  readonly feed: LabFeed;
  readonly prices: PriceModel;
  readonly faults: LabFaults;
}

/** Keepa without a wire: the simulator's account answers with domain values made from templates, because building and reading JSON would take 20 times as long as the loop itself. */
export class LabTransport implements KeepaTransport {
  constructor(private readonly parts: LabTransportParts) {}

  async send<R extends KeepaRequest>(request: R, grant: TokenGrant): Promise<KeepaResult<ValueOf<R>>> {
    const { clock, account, faults, prices } = this.parts;
    const trip = account.depart(grant, this.parts.purposes.take(grant.callId), clock.nowMs());
    await clock.sleep(NETWORK_MS);
    const refused = account.refusal(trip, clock.nowMs());
    if (refused !== null) return this.arrived(trip, { kind: 'rate-limited', reading: refused });
    if (this.strikes(faults.serverErrorRate)) return this.arrived(trip, { kind: 'failed', failure: SERVER_ERROR });
    const [minMs, maxMs] = processingOf(request);
    await clock.sleep(account.random.integer(minMs, maxMs));
    const tokens = tokensOf(request, prices, account.random);
    const value = this.valueOf(request);
    const reading = account.charge(trip, tokens, clock.nowMs());
    if (this.strikes(faults.chargedTimeoutRate)) return this.lost(trip, request, tokens);
    if (this.strikes(faults.outOfOrderRate)) await clock.sleep(OUT_OF_ORDER_MS);
    const result = await this.arrived(trip, { kind: 'answer', value, reading, raw: rawOf(request) });
    this.parts.purchases.answered(trip.purpose.stage, request, value);
    return result as KeepaResult<ValueOf<R>>;
  }

  async readTokens(): Promise<KeepaResult<Reading>> {
    const { clock, account } = this.parts;
    await clock.sleep(NETWORK_MS);
    const reading = account.readTokens(clock.nowMs());
    await clock.sleep(NETWORK_MS);
    return { kind: 'answer', value: reading, reading, raw: { endpoint: 'token', request: '{}', status: 200, body: NO_BYTES } };
  }

  problemsOf(): readonly string[] {
    return [];
  }

  interpretProducts(): ProductBatch | null {
    return null;
  }

  private async arrived<T extends KeepaResult<never> | KeepaResult<DealPage | ProductBatch | SellerBatch>>(trip: Trip, result: T): Promise<T> {
    const { clock, account } = this.parts;
    await clock.sleep(NETWORK_MS);
    account.arrive(trip, result.kind === 'failed' ? null : result.reading, 0, clock.nowMs());
    return result;
  }

  private async lost<R extends KeepaRequest>(trip: Trip, request: R, tokens: number): Promise<KeepaResult<ValueOf<R>>> {
    const { clock, account, purchases } = this.parts;
    await clock.sleep(Math.max(0, trip.sentMs + TIMEOUT_MS - clock.nowMs()));
    account.arrive(trip, null, tokens, clock.nowMs());
    purchases.lost(trip.purpose.stage, request);
    return { kind: 'failed', failure: TIMED_OUT };
  }

  private valueOf(request: KeepaRequest): DealPage | ProductBatch | SellerBatch {
    const nowMs = this.parts.clock.nowMs() + this.parts.faults.serverClockSkewMs;
    if (request.endpoint === 'deal') return this.parts.feed.page(request, this.parts.clock.nowMs());
    if (request.endpoint === 'product') return { products: (request.asins ?? []).map((asin) => labProduct(asin, nowMs)), problems: [] };
    if (request.endpoint === 'seller') return { sellers: request.sellerIds.map(labSeller), problems: [] };
    throw new Error(`The lab does not answer ${request.endpoint}.`);
  }

  private strikes(rate: number): boolean {
    return rate > 0 && this.parts.account.random.next() < rate;
  }
}

const UNANSWERED = { kind: 'transient', charge: 'unknown', details: null, reading: null } as const;
const SERVER_ERROR: KeepaFailure = { ...UNANSWERED, code: 'SERVER_ERROR', status: 500, message: 'HTTP 500' };
const TIMED_OUT: KeepaFailure = { ...UNANSWERED, code: 'TIMED_OUT', status: null, message: `No answer within ${TIMEOUT_MS} ms.` };

function processingOf(request: KeepaRequest): readonly [min: number, max: number] {
  if (request.endpoint === 'product') return request.offers === undefined ? PROCESSING_MS.product : PROCESSING_MS.offers;
  return request.endpoint === 'deal' ? PROCESSING_MS.deal : PROCESSING_MS.seller;
}

function rawOf({ endpoint }: KeepaRequest): RawResponse {
  return { endpoint, request: '{}', status: 200, body: NO_BYTES };
}
