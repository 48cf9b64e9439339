import { TICK_MS } from '@smart-ingestor/contracts';
import type { Announcer } from './announcer';
import type { IngestionParts } from './parts';

/** A rate is told again when it has moved by more than this share. */
const NEWS_SHARE = 0.25;

/** Tells when somebody else starts to spend on this key, or spends at another rate. */
export class ForeignWatch {
  private askedMs = Number.NEGATIVE_INFINITY;
  private toldPerMinute = 0;

  constructor(
    private readonly parts: Pick<IngestionParts, 'accountId' | 'ledger'>,
    private readonly announcer: Announcer,
  ) {}

  /** After an answer. The ledger is asked at most once a tick: what others took shows in the balance, and that changes no faster. */
  async answered(nowMs: number): Promise<void> {
    if (Math.abs(nowMs - this.askedMs) < TICK_MS) return;
    this.askedMs = nowMs;
    const spend = await this.parts.ledger.foreignSpend(this.parts.accountId, nowMs);
    const perMinute = spend?.tokensPerMinute ?? 0;
    if (spend !== null && Math.abs(perMinute - this.toldPerMinute) > NEWS_SHARE * this.toldPerMinute)
      this.announcer.tell({ type: 'foreign-spend.noticed', spend });
    this.toldPerMinute =
      perMinute === 0 || Math.abs(perMinute - this.toldPerMinute) > NEWS_SHARE * this.toldPerMinute ? perMinute : this.toldPerMinute;
  }
}
