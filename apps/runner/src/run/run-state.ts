import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import { count, durationText, timeText } from '../output/words';

/** What a run looks like right now, kept from its events. */
export class RunState implements IngestionListener {
  private account = 'reading the account';
  private tier = '';
  private deals = 0;
  private rows = 0;
  private troubles = 0;
  private doing = 'starting';

  on(event: IngestionEvent): void {
    if (event.type === 'run.started') this.account = `balance ${event.balanceTokens} (${event.refillPerMinute}/min)`;
    else if (event.type === 'tier.selected') this.tier = `tier ${event.tier}`;
    else if (event.type === 'deal.stored') this.deals += 1;
    else if (event.type === 'unit.planned') this.doing = `${event.workClass} of ${count(event.size, 'item')}, job ${event.jobId}`;
    else if (event.type === 'wait.started') this.doing = this.wait(event);
    else if (event.type === 'request.settled') this.account = `balance ${event.reading.tokensLeft} (${event.reading.refillPerMinute}/min)`;
    else if (event.type === 'request.failed') this.troubles += 1;
    else if (event.type === 'page.scanned') this.rows += event.rows;
  }

  /** One line: balance, tier, deals, and what it waits for until when. */
  line(): string {
    const parts = [this.account, this.tier, count(this.deals, 'deal'), `${count(this.rows, 'row')} scanned`, this.doing];
    if (this.troubles > 0) parts.push(`${count(this.troubles, 'failed request')} so far`);
    return parts.filter((part) => part !== '').join(' · ');
  }

  private wait({ untilMs, waitMs, reason }: Extract<IngestionEvent, { type: 'wait.started' }>): string {
    return `waiting until ${timeText(untilMs)} (${durationText(waitMs)}): ${reason}`;
  }
}
