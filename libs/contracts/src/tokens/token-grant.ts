declare const GRANTED: unique symbol;

/** Permission to send one request; only a ledger makes one. Closed exactly once: settled, cancelled or forfeited. */
export interface TokenGrant {
  readonly [GRANTED]: true;
  readonly callId: string;
  readonly accountId: string;
  readonly worstTokens: number;
  readonly grantedAtMs: number;
}

/** For implementations of `TokenLedger` only: everybody else receives grants from `reserve`. */
export function issueGrant(fields: Omit<TokenGrant, typeof GRANTED>): TokenGrant {
  return fields as TokenGrant;
}
