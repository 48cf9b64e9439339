import type { Reading } from '../tokens/reading';
import type { TokenGrant } from '../tokens/token-grant';
import type { KeepaRequest } from './requests';
import type { KeepaResult, ProductBatch, RawResponse, ValueOf } from './results';

/** One attempt per call: retrying is the pipeline's business. "Empty" and "failed" are different values. */
export interface KeepaTransport {
  /**
   * Sends one request that a grant pays for. The value comes decoded, each unreadable element as a problem of its own.
   * @throws {InvalidRequestError} before anything is sent, listing every parameter that Keepa would refuse or misread.
   */
  send<R extends KeepaRequest>(request: R, grant: TokenGrant, signal?: AbortSignal): Promise<KeepaResult<ValueOf<R>>>;
  /** `/token`: free at any balance, and unwelcome as a poll. */
  readTokens(signal?: AbortSignal): Promise<KeepaResult<Reading>>;
  /** Every problem of a request, without sending it. Empty: it is valid. */
  problemsOf(request: KeepaRequest): readonly string[];
  /** Reads stored bytes of a `/product` answer again, at 0 tokens; `null` where they are none. */
  interpretProducts(raw: RawResponse): ProductBatch | null;
}
