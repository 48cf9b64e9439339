import type { Command } from 'commander';
import { accountNowMs } from '../database/account-time';
import { withDatabase } from '../database/with-database';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import { readLimit } from '../flags/limit';
import { readDomain } from '../flags/text-flags';
import type { CliIo } from '../io';
import { FORMATS } from '../output/column';
import { renderRows } from '../output/render-rows';
import { sellerColumns } from '../sellers/seller-columns';

const EXAMPLES = `
Sellers whom live offers of stored deals named; their names and ratings are looked up where a job says so: sellers: { within: '30d' }.

Examples:
  $ smart-ingestor sellers                            the 20 with most ratings
  $ smart-ingestor sellers --domain 3 --format csv > sellers.csv`;

async function sellers(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const flags = new FlagReader(values);
  const format = flags.choice('--format', FORMATS) ?? 'table';
  const domainId = readDomain(flags);
  const limit = readLimit(flags, format);
  flags.done();
  await withDatabase(values, io, async ({ store, clock }) => {
    // One more than shown tells whether there are more.
    const found = await store.sellers.find({ domainId, limit: limit === undefined ? undefined : limit + 1 });
    const rows = found.slice(0, limit);
    io.stdout.write(renderRows(format, sellerColumns(await accountNowMs(store, clock)), rows, 'sellers'));
    if (format === 'table' && found.length > rows.length) io.stdout.write(`The first ${rows.length}; --limit shows more, --format csv all.\n`);
  });
}

export function addSellersCommand(program: Command, io: CliIo): void {
  const command = program.command('sellers').description('Show who sells the stored deals.');
  withConfigFlags(command)
    .option('--domain <id>', 'one Amazon shop, by Keepa domain id (1 is com, 3 is de)')
    .option('--format <format>', 'table, csv, json or ndjson (default: table)')
    .option('--limit <n>', 'rows at most (default: 20 in a table, all in the other formats)')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => sellers(values, io));
}
