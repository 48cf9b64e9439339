/** A request as it leaves: path and query, the key not among them. */
export interface WireRequest {
  /** `/deal`, `/product`, … */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export interface WireResponse {
  readonly status: number;
  /** Already decompressed. */
  readonly body: Uint8Array;
}

/** What went wrong below HTTP. `sent` says whether the server can have seen the request. Never holds the key. */
export class ExchangeError extends Error {
  constructor(
    readonly reason: 'timeout' | 'cut' | 'unreachable' | 'aborted',
    readonly sent: boolean,
    message: string,
  ) {
    super(message);
    this.name = 'ExchangeError';
  }
}

/** How bytes reach Keepa. The implementation adds the key. @throws {ExchangeError} */
export interface KeepaExchange {
  exchange(request: WireRequest, signal?: AbortSignal): Promise<WireResponse>;
}
