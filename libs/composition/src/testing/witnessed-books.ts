import type { ReserveResult, StoreCommit, WireRequest, WireResponse } from '@smart-ingestor/contracts';
import { keepaMinutesToMs } from '@smart-ingestor/keepa-wire';
import type { Bystander } from './mortal-process';

/** What was asked of Keepa and what of it became durable, by stage and product or seller (`commit B000000001`), whoever asked. */
export class WitnessedBooks implements Bystander {
  /** Every (ASIN, lastUpdate) that a page showed. */
  readonly delivered = new Map<string, { readonly asin: string; readonly lastUpdateMs: number }>();
  /** ASINs of the first page that was shown: that of the pass. */
  firstPage: readonly string[] | null = null;
  readonly requests = new Map<string, number>();
  /** Granted, and neither settled nor cancelled. */
  readonly unsettled = new Set<string>();
  private readonly durable = new Map<string, number>();

  /** Asked for, and nothing of it is stored. */
  inFlight(): Set<string> {
    return new Set([...this.requests].filter(([key, count]) => count > (this.durable.get(key) ?? 0)).map(([key]) => key));
  }

  asked(name: string, given: readonly unknown[]): void {
    if (!name.startsWith('exchange ')) return;
    const { path, query } = given[0] as WireRequest;
    const stage = path === '/product' ? (query['offers'] === undefined ? 'peek' : 'commit') : path.slice(1);
    for (const id of (query['asin'] ?? query['seller'] ?? '').split(',')) if (id !== '') add(this.requests, `${stage} ${id}`);
  }

  answered(name: string, given: readonly unknown[], result: unknown): void {
    if (name === 'exchange /deal') this.showed(result as WireResponse);
    if (name === 'store.reserve') this.reserved(result as ReserveResult);
    if (name === 'store.settle' || name === 'store.cancel') this.unsettled.delete(given[0] as string);
    if (name === 'store.commit') this.committed(given[0] as StoreCommit);
  }

  private showed({ body }: WireResponse): void {
    const { deals } = JSON.parse(Buffer.from(body).toString('utf8')) as { deals: { dr: { asin: string; lastUpdate: number }[] } };
    this.firstPage ??= deals.dr.map(({ asin }) => asin);
    for (const { asin, lastUpdate } of deals.dr) this.delivered.set(`${asin} ${lastUpdate}`, { asin, lastUpdateMs: keepaMinutesToMs(lastUpdate) });
  }

  private reserved(result: ReserveResult): void {
    if (result.kind === 'granted') this.unsettled.add(result.grant.callId);
  }

  private committed({ settlement, purchases = [], deals = [], refreshed = [], sellers = [] }: StoreCommit): void {
    if (settlement === undefined) return;
    this.unsettled.delete(settlement.callId);
    for (const { stage, asin } of purchases) add(this.durable, `${stage} ${asin}`);
    // Of a product that was bought the deal itself is the memory.
    for (const { asin, lastSeenMs, firstStoredMs } of deals) if (lastSeenMs === firstStoredMs) add(this.durable, `commit ${asin}`);
    for (const { claimed } of refreshed) add(this.durable, `peek ${claimed.deal.asin}`);
    for (const { claimed } of sellers) add(this.durable, `seller ${claimed.sellerId}`);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
