import { accountNowMs } from '../database/account-time';
import { withDatabase } from '../database/with-database';
import { type CliIo, writeLine } from '../io';
import { renderJson } from '../output/machine';
import { renderRows } from '../output/render-rows';
import { count } from '../output/words';
import { chosenDead, type DeadFlagValues, readDeadChoice } from './dead-choice';
import { DEAD_COLUMNS } from './dead-columns';
import { deadText } from './dead-text';

export function listDead(values: DeadFlagValues, io: CliIo): Promise<void> {
  return withDatabase(values, io, async ({ store }) => {
    const found = await store.work.dead({ jobId: values.job });
    io.stdout.write(values.json ? renderJson(found) : renderRows('table', DEAD_COLUMNS, found, 'dead items'));
  });
}

export async function showDead(asin: string, values: DeadFlagValues, io: CliIo): Promise<void> {
  const choice = readDeadChoice(asin, { job: values.job });
  await withDatabase(values, io, async ({ store }) => {
    const found = await chosenDead(store, choice);
    io.stdout.write(values.json ? renderJson(found) : found.map(deadText).join('\n'));
  });
}

const DONE = { retryDead: 'back in the queue', dropDead: 'dropped' } as const;

/** What a person decides is safe beside a run: it claims an item only once this is written. */
export async function decideDead(decision: keyof typeof DONE, asin: string | undefined, values: DeadFlagValues, io: CliIo): Promise<void> {
  const choice = readDeadChoice(asin, values);
  await withDatabase(values, io, async ({ store, clock }) => {
    await chosenDead(store, choice);
    const items = await store.work[decision](choice, await accountNowMs(store, clock));
    writeLine(io.stdout, values.json ? JSON.stringify({ items }) : `${count(items, 'item')} ${DONE[decision]}.`);
  });
}
