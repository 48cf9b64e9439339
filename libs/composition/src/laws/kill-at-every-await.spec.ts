import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deal } from '@smart-ingestor/contracts';
import { builtInPlugins } from '../builtin-plugins';
import { type Afterwards, KilledStory, oldDeals } from '../testing/killed-story';
import type { Death, Moment, StoreAndLedger } from '../testing/mortal-process';

/** They change nothing, so dying after one is dying before the next call. */
const READS = /sleep|\.(state|foreignSpend|unresolved|queue|status|refreshStatus|cursor|head|byAsin|purchases|newest)$/;
/** Of every so many points one is tried on a database file too, and one with a process that was only stopped. */
const [EVERY_NTH_ON_DISK, EVERY_NTH_STOPPED] = [23, 5];

function builtStore(name: string, options?: object): StoreAndLedger {
  const { useClass } = builtInPlugins.find((plugin) => plugin.name === name)!;
  return new (useClass as new (options?: object) => StoreAndLedger)(options);
}

/** Every place where a run can die. */
function deathsIn(calls: readonly string[]): Death[] {
  return calls.flatMap((name, index) => {
    const moments: Moment[] = [
      'before',
      ...(name.startsWith('exchange') ? (['under way'] as const) : []),
      ...(READS.test(name) ? [] : (['after'] as const)),
    ];
    return moments.map((moment) => ({ call: index + 1, moment }));
  });
}

describe('a process that dies at any of its suspension points', () => {
  let old: readonly Deal[];
  let calls: readonly string[];
  let deaths: readonly Death[];
  beforeAll(async () => {
    old = await oldDeals(builtStore('memory'));
    const store = builtStore('memory');
    const told = await new KilledStory(() => store).tell(old, null, 'the next at once');
    expect(told.violations).toEqual([]);
    calls = told.calls;
    deaths = deathsIn(calls);
  });

  async function brokenAt(points: readonly Death[], afterwards: Afterwards, opened: () => () => StoreAndLedger): Promise<string[]> {
    const broken: string[] = [];
    for (const death of points) {
      const told = await new KilledStory(opened()).tell(old, death, afterwards);
      const where = `${death.moment} call ${death.call}, ${told.calls[death.call - 1]}, then ${afterwards}`;
      if (told.calls.length < death.call) broken.push(`${where}: it did not come so far`);
      broken.push(...told.violations.map((violation) => `${where}: ${violation}`));
    }
    return broken;
  }

  function inMemory(): () => StoreAndLedger {
    const store = builtStore('memory');
    return () => store;
  }

  it('reads a page of the pass and one of the head, peeks, buys, refreshes and looks sellers up', () => {
    expect(deaths.length).toBeGreaterThan(250);
    const requests = calls.filter((name) => name.startsWith('exchange'));
    expect(requests).toEqual(['/token', '/deal', '/product', '/product', '/product', '/seller', '/deal'].map((path) => `exchange ${path}`));
  });

  it.each(['the next at once', 'the next after its leases'] as const)(
    'leaves nothing lost, bought twice, reserved or to be mended: %s',
    async (afterwards) => {
      expect(await brokenAt(deaths, afterwards, inMemory)).toEqual([]);
    },
    300_000,
  );

  it('changes nothing that another has taken over, where it was only stopped and wakes', async () => {
    const stopped = deaths.filter((_, n) => n % EVERY_NTH_STOPPED === 0);
    expect(await brokenAt(stopped, 'the next, and it wakes', inMemory)).toEqual([]);
  }, 300_000);

  it('leaves a database file as good as the memory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-killed-'));
    let files = 0;
    const onDisk = (): (() => StoreAndLedger) => {
      const path = join(folder, `${(files += 1)}.db`);
      return () => builtStore('sqlite', { path, rawRetentionDays: 14, busyTimeoutMs: 30_000 });
    };
    const points = deaths.filter((_, n) => n % EVERY_NTH_ON_DISK === 0);
    try {
      expect(await brokenAt(points, 'the next at once', onDisk)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});
