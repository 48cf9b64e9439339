import type { LedgerEntry } from '@smart-ingestor/contracts';
import type { GrantGroup } from '../rules/ledger-totals';
import { HOUR_MS } from '../rules/status';

interface Hour {
  readonly groups: Map<string, GrantGroup>;
  /** Lines granted in this hour that are still kept. */
  readonly callIds: Set<string>;
}

/** Lines of one account by the hour in which they were granted. A line that is deleted stays counted: what was spent was spent. */
export class LedgerHours {
  private readonly hours = new Map<number, Hour>();

  /** `before`: the same line as it was, `undefined` for a new one. */
  count(line: LedgerEntry, before: LedgerEntry | undefined): void {
    const hour = this.hourOf(line.atMs);
    hour.callIds.add(line.callId);
    if (before !== undefined) add(hour, before, -1);
    add(hour, line, 1);
  }

  forget({ callId, atMs }: LedgerEntry): void {
    this.hourOf(atMs).callIds.delete(callId);
  }

  wholeHours(fromMs: number): readonly GrantGroup[] {
    return [...this.hours].filter(([hourMs]) => hourMs >= fromMs).flatMap(([, { groups }]) => [...groups.values()]);
  }

  callIdsOfHour(atMs: number): Iterable<string> {
    return this.hours.get(startOf(atMs))?.callIds ?? [];
  }

  private hourOf(atMs: number): Hour {
    const known = this.hours.get(startOf(atMs));
    if (known !== undefined) return known;
    const hour = { groups: new Map<string, GrantGroup>(), callIds: new Set<string>() };
    this.hours.set(startOf(atMs), hour);
    return hour;
  }
}

function startOf(atMs: number): number {
  return atMs - (atMs % HOUR_MS);
}

function add({ groups }: Hour, { workClass, stage, state, consumedTokens }: LedgerEntry, sign: 1 | -1): void {
  const key = `${workClass}/${stage}/${state}`;
  const known = groups.get(key) ?? { workClass, stage, state, grants: 0, consumedTokens: 0 };
  groups.set(key, { ...known, grants: known.grants + sign, consumedTokens: known.consumedTokens + sign * (consumedTokens ?? 0) });
}
