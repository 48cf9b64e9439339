import type { LedgerEntry, Reading, ReserveRequest, ReserveResult, TokenLedger } from '@smart-ingestor/contracts';
import { observeReading, trackSpend } from '@smart-ingestor/token-bucket';
import {
  admit,
  admitAgain,
  cancelled,
  foreignOf,
  forfeited,
  isLate,
  isOverdue,
  settled,
  stateOf,
  unknownGrant,
  unresolvedOf,
} from '../rules/grant-rules';
import type { Database, Tx } from './database';
import { insertGrant, loadAccount, loadGrant, loadKnown, loadSpend, writeClosed, writeKnown } from './ledger-sql';

export class SqliteLedger implements TokenLedger {
  constructor(private readonly database: () => Database) {}

  reserve(request: ReserveRequest): Promise<ReserveResult> {
    return this.database().write(async (tx) => {
      const account = await loadAccount(tx, request.accountId, request.callId);
      const overdue = account.grants.filter((grant) => isOverdue(grant, request.nowMs));
      for (const { callId } of overdue) await close(tx, callId, forfeited);
      if (account.isKnownCall) return admitAgain(request, (await loadGrant(tx, request.callId))!, account);
      const { result, granted } = admit(request, account);
      if (granted !== null) await insertGrant(tx, granted);
      return result;
    });
  }

  settle(callId: string, reading: Reading): Promise<void> {
    return this.database().write(async (tx) => void (await settleIn(tx, callId, reading)));
  }

  cancel(callId: string): Promise<void> {
    return this.database().write(async (tx) => void (await close(tx, callId, cancelled)));
  }

  forfeit(callId: string): Promise<void> {
    return this.database().write(async (tx) => void (await close(tx, callId, forfeited)));
  }

  observe(accountId: string, reading: Reading): Promise<void> {
    return this.database().write(async (tx) => takeReading(tx, accountId, reading));
  }

  state(accountId: string, nowMs: number): ReturnType<TokenLedger['state']> {
    return this.database().read(async (manager) => stateOf(await loadAccount(manager, accountId), nowMs));
  }

  unresolved(accountId: string, nowMs: number): ReturnType<TokenLedger['unresolved']> {
    return this.database().read(async (manager) => unresolvedOf(await loadAccount(manager, accountId), nowMs));
  }

  foreignSpend(accountId: string, nowMs: number): ReturnType<TokenLedger['foreignSpend']> {
    return this.database().read(async (manager) => {
      const { spend, grants } = await loadSpend(manager, accountId);
      return foreignOf(spend, grants, nowMs);
    });
  }
}

/** Settles within a transaction that also keeps what the request brought. Returns the account that paid. */
export async function settleIn(tx: Tx, callId: string, reading: Reading): Promise<string> {
  const { grant, changed } = await close(tx, callId, (known) => settled(known, reading));
  if (changed) await takeReading(tx, grant.accountId, reading, grant);
  return grant.accountId;
}

async function close(
  tx: Tx,
  callId: string,
  rule: (grant: LedgerEntry) => LedgerEntry | null,
): Promise<{ readonly grant: LedgerEntry; readonly changed: boolean }> {
  const known = await loadGrant(tx, callId);
  if (known === null) throw unknownGrant(callId);
  const closed = rule(known);
  if (closed !== null) await writeClosed(tx, closed);
  return { grant: known, changed: closed !== null };
}

/** `answered`: the grant whose answer told the reading; absent for `/token`. */
async function takeReading(tx: Tx, accountId: string, reading: Reading, answered?: LedgerEntry): Promise<void> {
  const known = await loadKnown(tx, accountId);
  if (answered !== undefined && isLate(answered, reading, known.bucket)) return;
  const bucket = observeReading(known.bucket, reading);
  if (bucket !== null) await writeKnown(tx, accountId, { bucket, spend: trackSpend(known.spend, reading) });
}
