import type { Command } from 'commander';
import { accountNowMs } from '../database/account-time';
import { withDatabase } from '../database/with-database';
import { dealColumns } from '../deals/deal-columns';
import { readDealsQuery } from '../deals/deals-query';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import { readLimit } from '../flags/limit';
import type { CliIo } from '../io';
import { FORMATS } from '../output/column';
import { renderRows } from '../output/render-rows';

const EXAMPLES = `
Prices and margins are in the currency of the shop (12.99), in filters and in every format.
verified is when a scan or a refresh saw the deal last.

Examples:
  $ smart-ingestor deals --sort margin --margin-min 5            the best 20
  $ smart-ingestor deals --title cookbook --price-max 20 --drop-min 30
  $ smart-ingestor deals --format csv > deals.csv                all of them
  $ smart-ingestor deals --format ndjson --limit 1000 | jq .asin`;

async function deals(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const flags = new FlagReader(values);
  const format = flags.choice('--format', FORMATS) ?? 'table';
  const query = readDealsQuery(flags);
  const limit = readLimit(flags, format);
  flags.done();
  await withDatabase(values, io, async ({ store, clock }) => {
    // One more than shown tells whether there are more.
    const found = await store.deals.find({ ...query, limit: limit === undefined ? undefined : limit + 1 });
    const rows = found.slice(0, limit);
    io.stdout.write(renderRows(format, dealColumns(await accountNowMs(store, clock)), rows, 'deals'));
    if (format === 'table' && found.length > rows.length) io.stdout.write(`The first ${rows.length}; --limit shows more, --format csv all.\n`);
  });
}

export function addDealsCommand(program: Command, io: CliIo): void {
  const command = program.command('deals').description('Show the deals in the database.');
  withConfigFlags(command)
    .option('--domain <id>', 'one Amazon shop, by Keepa domain id (1 is com, 3 is de)')
    .option('--asin <asin>', 'one product')
    .option('--title <text>', 'titles that contain this')
    .option('--price-min <amount>', 'lowest price')
    .option('--price-max <amount>', 'highest price')
    .option('--drop-min <percent>', 'smallest drop below the 90-day average')
    .option('--rank-max <n>', 'worst sales rank')
    .option('--margin-min <amount>', 'smallest margin after fees')
    .option('--all', 'also deals whose latest sighting no longer passes the filter')
    .option('--include-expired', 'also deals that prune has hidden, because nothing showed them for long')
    .option('--sort <key>', 'updated, price, avg90, drop, rank, rank-drops, offers, margin or title (default: updated)')
    .option('--desc', 'largest first (default for updated, drop, rank-drops, offers, margin)')
    .option('--asc', 'smallest first (default for price, avg90, rank, title)')
    .option('--format <format>', 'table, csv, json or ndjson (default: table)')
    .option('--limit <n>', 'rows at most (default: 20 in a table, all in the other formats)')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => deals(values, io));
}
