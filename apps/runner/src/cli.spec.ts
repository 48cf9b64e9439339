import { runCli } from './cli';
import { capturedIo } from './testing/captured-io';
import { VERSION } from './version';

async function cli(...argv: string[]) {
  const io = capturedIo('.');
  const code = await runCli(argv, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

const GROUPS = {
  config: ['init', 'check', 'print', 'schema'],
  dead: ['list', 'show', 'retry', 'drop'],
  state: ['show', 'export', 'import', 'reset'],
};
const COMMANDS = [
  ...['run', 'status', 'deals', 'sellers', 'tokens', 'backfill', 'replay', 'simulator'],
  ...Object.entries(GROUPS).flatMap(([group, commands]) => [group, ...commands.map((command) => `${group} ${command}`)]),
];

describe('the command line', () => {
  it.each(COMMANDS)('help of "%s" shows an example and ends with 0', async (command) => {
    const { code, stdout, stderr } = await cli(...command.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: smart-ingestor /);
    expect(stdout).toMatch(new RegExp(`^Examples:\n(.*\n)* *\\$ .*smart-ingestor ${command}\\b`, 'm'));
  });

  it('lists the commands, examples and exit codes', async () => {
    const { code, stdout } = await cli('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS.filter((name) => !name.includes(' '))) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toContain('Exit codes: 0 done');
  });

  it('says its version', async () => {
    expect(await cli('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it.each([[[]], [['config']], [['dead']], [['state']]])('without a command (%j) shows the help on stderr and ends with 2', async (argv) => {
    const { code, stdout, stderr } = await cli(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: smart-ingestor/);
  });

  it.each([
    [['stats'], "error USAGE: unknown command 'stats'\n(Did you mean one of state, status?)\n"],
    [['run', '--simulat'], "error USAGE: unknown option '--simulat'\n(Did you mean --simulate?)\n"],
    [['dead', 'lsit'], "error USAGE: unknown command 'lsit'\n(Did you mean list?)\n"],
    [['sate'], "error USAGE: unknown command 'sate'\n(Did you mean state?)\n"],
    [['backfill'], "error USAGE: required option '--since <duration>' not specified\n"],
    [['backfill', '--since', '3d', '--simulat'], "error USAGE: unknown option '--simulat'\n(Did you mean --simulate?)\n"],
    [['config', 'inti'], "error USAGE: unknown command 'inti'\n(Did you mean init?)\n"],
    [['run', '--for'], "error USAGE: option '--for <duration>' argument missing\n"],
    [['status', 'extra'], "error USAGE: too many arguments for 'status'. Expected 0 arguments but got 1.\n"],
  ])('%j is a usage error that says what was probably meant', async (argv, message) => {
    expect(await cli(...argv)).toEqual({ code: 2, stdout: '', stderr: message });
  });
});
