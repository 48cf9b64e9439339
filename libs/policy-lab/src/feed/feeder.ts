import type { Clock, Deal, DealStore, NewItem } from '@smart-ingestor/contracts';
import { labAsin, labProduct, labRow } from './lab-products';

const MINUTE_MS = 60_000;
const TOP_UP_EVERY_MS = 5 * MINUTE_MS;
/** At least two hours of refill are always queued; a quarter of an hour more bridges the time to the next look. */
const QUEUED_MINUTES = 135;
const ITEMS_PER_COMMIT = 5_000;
/** Deals of the start were last seen so long ago that every one is due. */
const LONG_AGO_MS = 40 * 24 * 3_600_000;

export interface FeederSettings {
  readonly jobId: string;
  readonly filterHash: string;
  readonly refillPerMinute: number;
  /** Spent within seconds, while what was peeked at first has no answer yet: so many peeks are queued beside. */
  readonly openingTokens: number;
  /** Expected price of one item from its peek to its end. */
  readonly tokensPerItem: number;
}

/** Keeps the class `discover` saturated: whatever the loop buys is replaced, so that fairness and use are measured on queues that never run dry. */
export class Feeder {
  delivered = 0;

  constructor(
    private readonly settings: FeederSettings,
    private readonly store: DealStore,
    private readonly clock: Clock,
    /** Keepa's clock beside ours. */
    private readonly skewMs: number,
  ) {}

  /** Until the signal ends its sleep. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.topUp();
      await this.clock.sleep(TOP_UP_EVERY_MS, signal).catch(() => undefined);
    }
  }

  async topUp(): Promise<void> {
    const { jobId, openingTokens, refillPerMinute, tokensPerItem } = this.settings;
    const wanted = Math.ceil((QUEUED_MINUTES * refillPerMinute) / tokensPerItem) + Math.max(0, openingTokens);
    const { queued, accepted } = await this.store.work.queue(jobId, 'discover', this.nowMs());
    for (let missing = wanted - queued - accepted; missing > 0; missing -= ITEMS_PER_COMMIT) await this.deliver(Math.min(missing, ITEMS_PER_COMMIT));
  }

  private async deliver(count: number): Promise<void> {
    const nowMs = this.nowMs();
    const { jobId, filterHash } = this.settings;
    const newItems = Array.from({ length: count }, (): NewItem => {
      const asin = labAsin('D', (this.delivered += 1));
      const feed = labRow(asin, nowMs, nowMs);
      return { jobId, domainId: 1, asin, lastUpdateMs: nowMs, feed, state: 'queued', reason: null, filterHash, value: 0 };
    });
    await this.store.commit({ newItems, nowMs });
  }

  private nowMs(): number {
    return this.clock.nowMs() + this.skewMs;
  }
}

/** Deals that were bought long ago: work for the class `refresh`. */
export async function storeOldDeals(store: DealStore, jobId: string, rows: number, nowMs: number): Promise<void> {
  for (let first = 0; first < rows; first += ITEMS_PER_COMMIT) {
    const deals = Array.from({ length: Math.min(ITEMS_PER_COMMIT, rows - first) }, (_, n): Deal => {
      const asin = labAsin('R', first + n + 1);
      const seenMs = nowMs - LONG_AGO_MS - n;
      const stored = { jobId, marginMinor: null, rejectedReason: null, firstStoredMs: seenMs, lastSeenMs: seenMs };
      return { domainId: 1, asin, feed: labRow(asin, seenMs, seenMs), product: labProduct(asin, seenMs), ...stored };
    });
    await store.commit({ deals, nowMs });
  }
}

/** Sellers that nobody has looked up: work for the class `seller`. */
export async function nameSellers(store: DealStore, sellers: number, nowMs: number): Promise<void> {
  const sellerIds = Array.from({ length: sellers }, (_, n) => labAsin('S', n + 1));
  await store.commit({ sellersSeen: [{ domainId: 1, sellerIds }], nowMs });
}
