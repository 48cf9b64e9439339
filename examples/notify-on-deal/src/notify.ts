import { amazonLink, type IngestionEvent, type IngestionListener } from '@smart-ingestor/contracts';

/** Sends one line to a person: a chat, a mail, a push service. */
export type Send = (text: string) => Promise<void>;

/**
 * Tells of every deal that is stored. A listener must not throw and must not hold up the run: sending goes on beside it, one message after the
 * other, and a message that fails is reported, not lost in silence.
 */
export class NotifyOnDeal implements IngestionListener {
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly send: Send,
    private readonly onFailure: (text: string, error: unknown) => void,
  ) {}

  on(event: IngestionEvent): void {
    if (event.type !== 'deal.stored') return;
    const text = `${event.title} ${amazonLink(event.domainId, event.asin)}`;
    this.sending = this.sending.then(() => this.send(text)).catch((error: unknown) => this.onFailure(text, error));
  }

  /** Resolves when everything that was noticed so far is sent. */
  flushed(): Promise<void> {
    return this.sending;
  }
}
