import type { Command } from 'commander';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { examplesOf } from '../flags/examples';
import type { CliIo } from '../io';
import { resetState } from '../state/reset-state';
import { exportState, importState, showState } from '../state/state';

const STATE = `
State is what a job knows beside its deals: cursors, gaps, open and dead items, purchases. Stop the run first: export, import and reset are
refused while one works on the database; only show looks on.
`;

const examples = examplesOf('state');

/** `state show | export | import | reset`. */
export function addStateCommands(program: Command, io: CliIo): void {
  const state = program
    .command('state')
    .description('Look at what jobs know beside their deals, take it along, put it back, forget it.')
    .addHelpText('after', `${STATE}${examples('show', 'export --out state.jsonl', 'import state.jsonl', 'reset books-us --yes')}`);
  const sub = (usage: string, description: string): Command => withConfigFlags(state.command(usage).description(description));
  sub('show [job]', 'Print every row, of one job or of all.')
    .addHelpText('after', examples('show', "show books-us | grep '^feed'"))
    .action((job: string | undefined, values: ConfigFlagValues) => showState(job, values, io));
  sub('export [job]', 'Write every row as JSON lines, of one job or of all.')
    .option('--out <file>', 'a new file (default: stdout)')
    .addHelpText('after', examples('export > state.jsonl', 'export books-us --out books.jsonl'))
    .action((job: string | undefined, values: ConfigFlagValues & { readonly out?: string }) => exportState(job, values, io));
  sub('import <file>', 'Put back what export wrote: rows of the same key are replaced, all or nothing.')
    .addHelpText('after', examples('import state.jsonl', 'import books.jsonl --db ./other.db'))
    .action((file: string, values: ConfigFlagValues) => importState(file, values, io));
  sub('reset [job]', 'Forget the state of one job or of all; deals, raw responses and the ledger stay.')
    .option('--yes', 'do it; without it only what would be forgotten is told')
    .addHelpText('after', examples('reset books-us', 'reset books-us --yes', 'reset --yes'))
    .action((job: string | undefined, values: ConfigFlagValues & { readonly yes?: true }) => resetState(job, values, io));
}
