import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import { count, durationText, timeText } from '../output/words';
import { warningOf } from './warnings';

/** What a run looks like right now, kept from its events. */
export class RunState implements IngestionListener {
  private account = 'reading the account';
  private tier = '';
  private doing = 'starting';
  private readonly counts = { deals: 0, rows: 0, refreshed: 0, sellers: 0, troubles: 0 };
  private readonly warnings = new Map<IngestionEvent['type'], string>();

  on(event: IngestionEvent): void {
    this.tell(event);
    const warning = warningOf(event);
    if (warning !== null) this.warnings.set(event.type, warning);
  }

  /** One line: balance, tier, deals, and what it waits for until when; then what a person should know. */
  line(): string {
    const { deals, rows, refreshed, sellers, troubles } = this.counts;
    const parts = [
      ...[this.account, this.tier, count(deals, 'deal'), `${count(rows, 'row')} scanned`],
      refreshed > 0 ? `${refreshed} refreshed` : '',
      sellers > 0 ? count(sellers, 'seller') : '',
      this.doing,
      troubles > 0 ? `${count(troubles, 'failed request')} so far` : '',
      ...this.warnings.values(),
    ];
    return parts.filter((part) => part !== '').join(' · ');
  }

  private tell(event: IngestionEvent): void {
    if (event.type === 'run.started') this.account = `balance ${event.balanceTokens} (${event.refillPerMinute}/min)`;
    else if (event.type === 'tier.selected') this.tier = `tier ${event.tier}`;
    else if (event.type === 'deal.stored') this.counts.deals += 1;
    else if (event.type === 'unit.planned') this.doing = `${event.stage} of ${count(event.size, 'item')}, job ${event.jobId}`;
    else if (event.type === 'wait.started') this.doing = waitText(event);
    else if (event.type === 'request.settled') this.account = `balance ${event.reading.tokensLeft} (${event.reading.refillPerMinute}/min)`;
    else if (event.type === 'request.failed') this.counts.troubles += 1;
    else if (event.type === 'page.scanned') this.counts.rows += event.rows;
    else if (event.type === 'deals.refreshed') this.counts.refreshed += event.refreshed;
    else if (event.type === 'sellers.fetched') this.counts.sellers += event.fetched;
  }
}

function waitText({ untilMs, waitMs, reason }: Extract<IngestionEvent, { type: 'wait.started' }>): string {
  return `waiting until ${timeText(untilMs)} (${durationText(waitMs)}): ${reason}`;
}
