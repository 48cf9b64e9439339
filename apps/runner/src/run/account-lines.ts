import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import { RunState } from './run-state';

/** What the runs of one or several accounts look like right now, a line each. Accounts are told apart by their fingerprint as soon as there are two. */
export class AccountLines implements IngestionListener {
  private readonly states = new Map<string, RunState>();

  on(event: IngestionEvent): void {
    const state = this.states.get(event.accountId) ?? new RunState();
    this.states.set(event.accountId, state);
    state.on(event);
  }

  line(accountId: string): string {
    return `${this.states.size > 1 ? `${accountId} ` : ''}${this.states.get(accountId)?.line() ?? ''}`;
  }

  text(): string {
    return [...this.states.keys()].map((accountId) => this.line(accountId)).join('\n');
  }
}
