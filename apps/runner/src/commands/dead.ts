import type { Command } from 'commander';
import { decideDead, listDead, showDead } from '../dead/dead';
import type { DeadFlagValues } from '../dead/dead-choice';
import { withConfigFlags } from '../flags/config-flags';
import { examplesOf } from '../flags/examples';
import type { CliIo } from '../io';

const examples = examplesOf('dead');

/** `dead list | show | retry | drop`. */
export function addDeadCommands(program: Command, io: CliIo): void {
  const dead = program
    .command('dead')
    .description('Look at items that no repetition mends, and decide about them.')
    .addHelpText('after', examples('list', 'show 0123456789', 'retry --all', 'drop 0123456789 --job books-us'));
  const sub = (usage: string, description: string): Command =>
    withConfigFlags(dead.command(usage).description(description)).option('--job <name>', 'only of this job').option('--json', 'the same as JSON');
  sub('list', 'List them, newest first: reason, attempts, what they cost.')
    .addHelpText('after', examples('list', 'list --job books-us', "list --json | jq '.[].reason'"))
    .action((values: DeadFlagValues) => listDead(values, io));
  sub('show <asin>', 'Show one with its last request.')
    .addHelpText('after', examples('show 0123456789'))
    .action((asin: string, values: DeadFlagValues) => showDead(asin, values, io));
  sub('retry [asin]', 'Put back into the queue, with no attempts behind them; what was bought for them is used.')
    .option('--all', 'all of them')
    .addHelpText('after', examples('retry 0123456789', 'retry --all --job books-us'))
    .action((asin: string | undefined, values: DeadFlagValues) => decideDead('retryDead', asin, values, io));
  sub('drop [asin]', 'Give up for good: rejected, with the reason "dropped".')
    .option('--all', 'all of them')
    .addHelpText('after', examples('drop 0123456789', 'drop --all'))
    .action((asin: string | undefined, values: DeadFlagValues) => decideDead('dropDead', asin, values, io));
}
