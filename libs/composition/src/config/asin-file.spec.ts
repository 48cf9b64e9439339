import { configFolder, problemsOf } from '../testing/config-folder';
import { loadConfig, type LoadOptions } from './load-config';

const config = (asins: unknown): string => JSON.stringify({ jobs: { mine: { source: { use: 'asin-list', options: { asins } } } } });

async function inFolder<T>(files: Readonly<Record<string, string>>, look: (options: LoadOptions) => Promise<T>): Promise<T> {
  const folder = configFolder(files);
  try {
    return await look({ cwd: folder.path, env: {} });
  } finally {
    folder.remove();
  }
}

const listOf = async (options: LoadOptions): Promise<unknown> => (await loadConfig(options)).config.jobs['mine']!.source.options['asins'];

describe('a list of ASINs in a file of its own', () => {
  it('is read relative to the config: blanks, commas and lines separate, and what follows a # is left out', async () => {
    const files = {
      'smart-ingestor.config.json': config('./lists/mine.txt'),
      'lists/mine.txt': '# mine\r\nB000000001, B000000002\t0135048761 # a book\n\n184297291X;B000000001\n',
    };
    expect(await inFolder(files, listOf)).toEqual(['B000000001', 'B000000002', '0135048761', '184297291X']);
  });

  it('says where its value came from', async () => {
    const files = { 'smart-ingestor.config.json': config('mine.txt'), 'mine.txt': 'B000000001' };
    expect((await inFolder(files, loadConfig)).origins['jobs.mine.source.options.asins']).toBe('file mine.txt');
  });

  it.each([
    ['is missing', {}, /mine\.txt cannot be read: .*ENOENT.*Write ASINs there/],
    ['holds nothing', { 'mine.txt': '# later\n' }, /mine\.txt holds no ASIN/],
    [
      'holds something else',
      { 'mine.txt': 'B000000001 https://amazon.com' },
      /an ASIN is exactly 10 of A to Z and 0 to 9, not "https:\/\/amazon\.com"/,
    ],
  ])('that %s is a problem of the config', async (_, files, message) => {
    const problems = await inFolder({ ...files, 'smart-ingestor.config.json': config('mine.txt') }, (options) => problemsOf(loadConfig(options)));
    expect(problems).toContainEqual(expect.stringMatching(message));
  });

  it('may be the standard input, for who hands it in; others say what to do instead of waiting for it', async () => {
    const files = { 'smart-ingestor.config.json': config('-') };
    const stdin = (): string => 'B000000001\nB000000002\n';
    expect(await inFolder(files, (options) => listOf({ ...options, stdin }))).toEqual(['B000000001', 'B000000002']);
    const problems = await inFolder(files, (options) => problemsOf(loadConfig(options)));
    expect(problems).toContainEqual(
      expect.stringMatching(/jobs\.mine\.source\.options\.asins .*the standard input is read by smart-ingestor run only: save the list/),
    );
  });
});
