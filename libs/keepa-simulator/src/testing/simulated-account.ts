import { VirtualClock } from '@smart-ingestor/conformance';
import { KeepaSimulator, type SimulatedRequest } from '../simulator';
import type { SimulatorOptions } from '../simulator-options';

type Members = Record<string, unknown>;

/** One answer as a client sees it. */
export interface Answered {
  readonly status: number;
  readonly delivery: 'whole' | 'cut' | 'never';
  readonly text: string;
  /** Parsed; `{}` where the body is empty. */
  readonly body: Members;
}

/** Small, so that a spec costs nothing: the mission's selection has about 40 rows. Specs of the feed ask for more. */
const CATALOGUE_SIZE = 400;
const HOUR_MS = 3_600_000;

/** The selection of the mission: used books at least 10 % below their 90-day average, the steepest fall first. */
export const USED_BOOKS = {
  ...{ domainId: 1, priceTypes: [2], includeCategories: [283155], dateRange: 3, deltaPercentRange: [10, 2_147_483_647] },
  ...{ isFilterEnabled: true, isRangeEnabled: true, sortType: 4 },
};

/** An account on a virtual clock. Requests take no time unless `latency` says so. */
export class SimulatedAccount {
  readonly clock: VirtualClock;
  readonly simulator: KeepaSimulator;

  constructor(options: Partial<SimulatorOptions> = {}, openedAtMs?: number) {
    this.clock = new VirtualClock(openedAtMs);
    this.simulator = new KeepaSimulator({ clock: this.clock, catalogueSize: CATALOGUE_SIZE, latency: { minMs: 0, maxMs: 0 }, ...options });
  }

  async ask(path: string, query: Readonly<Record<string, string>> = {}, more: Partial<SimulatedRequest> = {}): Promise<Answered> {
    return this.until(this.send(path, query, more));
  }

  /** Without moving the clock: for requests that are under way at the same time. */
  async send(path: string, query: Readonly<Record<string, string>> = {}, more: Partial<SimulatedRequest> = {}): Promise<Answered> {
    const { status, delivery, body } = await this.simulator.handle({ path, query: { key: 'k', ...query }, ...more });
    const text = Buffer.from(body).toString('utf8');
    return { status, delivery, text, body: text === '' ? {} : (JSON.parse(text) as Members) };
  }

  until<T>(work: Promise<T>): Promise<T> {
    return this.clock.runUntil(work, HOUR_MS);
  }

  deal(selection: Members = {}): Promise<Answered> {
    return this.ask('/deal', { selection: JSON.stringify({ ...USED_BOOKS, ...selection }) });
  }

  async rows(selection: Members = {}): Promise<DealRow[]> {
    return ((await this.deal(selection)).body['deals'] as { dr: DealRow[] }).dr;
  }

  /** Every row of the selection, page after page. */
  async allRows(selection: Members = {}): Promise<DealRow[]> {
    const all: DealRow[] = [];
    for (let page = 0; ; page += 1) {
      const rows = await this.rows({ ...selection, page });
      all.push(...rows);
      if (rows.length < 150) return all;
    }
  }

  /** ASINs that the account knows, 150 at most. */
  async asins(count: number): Promise<string[]> {
    const rows = await this.rows({ includeCategories: [], deltaPercentRange: [-1_000, 99] });
    return rows.slice(0, count).map(({ asin }) => asin);
  }

  product(asins: readonly string[], parameters: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return this.ask('/product', { domain: '1', asin: asins.join(','), ...parameters });
  }

  async products(asins: readonly string[], parameters: Readonly<Record<string, string>> = {}): Promise<Product[]> {
    return (await this.product(asins, parameters)).body['products'] as Product[];
  }
}

export interface DealRow extends Members {
  readonly asin: string;
  readonly title: string;
  readonly lastUpdate: number;
  readonly creationDate: number;
  readonly categories: readonly number[];
  readonly current: readonly number[];
  readonly avg: readonly (readonly number[])[];
  readonly delta: readonly (readonly number[])[];
  readonly deltaPercent: readonly (readonly number[])[];
}

export interface Product extends Members {
  readonly asin: string;
  readonly productType: number;
  readonly lastUpdate: number;
  readonly csv: readonly (readonly number[] | null)[] | null;
  readonly stats: { readonly [name: string]: number[] } | null;
  readonly offers: readonly Members[] | null;
}
