import 'reflect-metadata';
import { compose, type ComposeOptions } from '@smart-ingestor/composition';
import type { RunSummary } from '@smart-ingestor/contracts';
import { NotifyOnDeal, type Send } from './notify';

/** Posts to a webhook (most chats take `{ text }`), or prints where none is configured. */
function sendTo(webhook: string | undefined): Send {
  if (webhook === undefined) return async (text) => console.log(text);
  return async (text) => {
    const answer = await fetch(webhook, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) });
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  };
}

export async function main(options: ComposeOptions = {}, send: Send = sendTo(process.env['DEALS_WEBHOOK'])): Promise<RunSummary> {
  const notify = new NotifyOnDeal(send, (text, error) => console.error(`not sent: ${text} (${error instanceof Error ? error.message : error})`));
  const composition = await compose({}, { listeners: [notify], ...options });
  const summary = await composition.run({ untilDeals: 5 }).finally(() => composition.close());
  await notify.flushed();
  return summary;
}

if (require.main === module) void main().then((summary) => console.log(`${summary.dealsNew} deals`));
