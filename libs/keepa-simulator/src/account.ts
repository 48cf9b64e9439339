import type { AccountBucket } from './account-bucket';

/** The simulator's own books of one endpoint. */
export interface EndpointBooks {
  requests: number;
  tokensCharged: number;
  rejected429: number;
}

/** What `GET /__sim/state` answers. */
export interface SimulatorState {
  readonly balance: number;
  /** Lowest balance right after a charge of a request; `null` before the first. */
  readonly minBalance: number | null;
  readonly capacity: number;
  readonly refillPerMinute: number;
  readonly tokenFlowReduction: number;
  /** Every request but those to `/__sim`, refused ones too. */
  readonly requests: number;
  readonly tokensCharged: number;
  readonly rejected429: number;
  /** How often a charge locked the account. */
  readonly lockouts: number;
  /** Tokens that ticks could not add because the bucket was full. */
  readonly expiredTokens: number;
  /** Spent by the foreign consumer. */
  readonly foreignTokens: number;
  readonly byEndpoint: Readonly<Record<string, Readonly<EndpointBooks>>>;
  /** Server time. */
  readonly nowMs: number;
  /** Server time until which every request is refused; `null` = not locked. */
  readonly lockedUntilMs: number | null;
}

/** A bucket with its books and, where one is configured, its lockout. */
export class Account {
  private readonly endpoints = new Map<string, EndpointBooks>();
  private minBalance: number | null = null;
  private lockouts = 0;
  private lockedUntilMs: number | null = null;

  constructor(
    readonly bucket: AccountBucket,
    private readonly lockout: { readonly belowTokens: number; readonly forMs: number } | null,
  ) {}

  arrive(endpoint: string, nowMs: number): void {
    this.bucket.advanceTo(nowMs);
    this.booksOf(endpoint).requests += 1;
  }

  /** Keepa: whatever it costs, a request runs while the balance is positive. */
  admits(nowMs: number): boolean {
    return this.bucket.balanceTokens > 0 && !this.isLocked(nowMs);
  }

  isLocked(nowMs: number): boolean {
    return this.lockedUntilMs !== null && nowMs < this.lockedUntilMs;
  }

  reject(endpoint: string): void {
    this.booksOf(endpoint).rejected429 += 1;
  }

  /** At the end of processing: ticks that fell into it are applied before. */
  charge(endpoint: string, tokens: number, endMs: number): void {
    this.bucket.advanceTo(endMs);
    if (tokens === 0) return;
    this.bucket.charge(tokens);
    this.booksOf(endpoint).tokensCharged += tokens;
    const balance = this.bucket.balanceTokens;
    this.minBalance = Math.min(this.minBalance ?? balance, balance);
    if (this.lockout === null || balance >= this.lockout.belowTokens || this.isLocked(endMs)) return;
    this.lockouts += 1;
    this.lockedUntilMs = endMs + this.lockout.forMs;
  }

  state(nowMs: number): SimulatorState {
    this.bucket.advanceTo(nowMs);
    const books = [...this.endpoints.values()];
    return {
      balance: this.bucket.balanceTokens,
      minBalance: this.minBalance,
      capacity: this.bucket.capacityTokens,
      refillPerMinute: this.bucket.ratePerMinute,
      tokenFlowReduction: this.bucket.flowReduction,
      requests: books.reduce((sum, { requests }) => sum + requests, 0),
      tokensCharged: books.reduce((sum, { tokensCharged }) => sum + tokensCharged, 0),
      rejected429: books.reduce((sum, { rejected429 }) => sum + rejected429, 0),
      lockouts: this.lockouts,
      expiredTokens: this.bucket.expiredTokens,
      foreignTokens: this.bucket.foreignTokens,
      byEndpoint: Object.fromEntries([...this.endpoints].map(([name, entry]) => [name, { ...entry }])),
      nowMs,
      lockedUntilMs: this.isLocked(nowMs) ? this.lockedUntilMs : null,
    };
  }

  private booksOf(endpoint: string): EndpointBooks {
    let books = this.endpoints.get(endpoint);
    if (books === undefined) this.endpoints.set(endpoint, (books = { requests: 0, tokensCharged: 0, rejected429: 0 }));
    return books;
  }
}
