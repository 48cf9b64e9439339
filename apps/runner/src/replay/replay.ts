import { accountNowMs } from '../database/account-time';
import { withDatabase } from '../database/with-database';
import type { ConfigFlagValues } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import type { CliIo } from '../io';
import { renderJson } from '../output/machine';
import { count } from '../output/words';
import { refuseWhileRunning } from '../runs/refuse-while-running';

/** All that is kept, unless `--since` says otherwise. */
export async function replay(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const flags = new FlagReader(values);
  const lastMs = flags.durationMs('--since');
  flags.done();
  await withDatabase(values, io, async (database) => {
    const nowMs = await accountNowMs(database.store, database.clock);
    await refuseWhileRunning(database.store, nowMs);
    const outcome = await database.replay(lastMs === undefined ? 0 : nowMs - lastMs, nowMs);
    const { responses, unreadable, products, purchases, deals, rejudged, revived } = outcome;
    const read = `read ${count(responses, 'answer')} with ${count(products, 'product')} again, ${unreadable} unreadable`;
    const changed = `${count(purchases, 'purchase')} and ${count(deals, 'deal')} written anew, ${rejudged} judged otherwise, ${count(revived, 'dead item')} back in the queue`;
    io.stdout.write(flags.isSet('--json') ? renderJson(outcome) : `${read}: ${changed}. 0 tokens.\n`);
  });
}
