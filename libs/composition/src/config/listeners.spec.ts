import { VirtualClock } from '@smart-ingestor/conformance';
import { type IngestionEvent, LISTENERS } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose } from '../compose';
import { configFolder } from '../testing/config-folder';
import { importInJest, slotSource } from '../testing/plugin-project';
import { linesNaming } from './config-lines';
import { loadConfig } from './load-config';
import { printableConfig } from './printable-config';

/** Hears into a list of the test's realm; its options come through a schema of its own. */
const NOTIFY = `const schema = { '~standard': { version: 1, vendor: 'acme', validate: (value) => ({ value: { from: 'deal.stored', ...value } }) } };
exports.plugin = { name: 'notify', slot: ${slotSource('listener')}, options: schema,
  useFactory: (options) => ({ heard: [], on(event) { if (event.type === options.from) this.heard.push(event); }, closed: false, close() { this.closed = true; } }) };`;
const WEBHOOK_KEY = 'k'.repeat(20);

const YAML = `store: { use: memory }
listeners:
  - use: ./notify
    options: { webhookKey: ${WEBHOOK_KEY} }
  - use: ./notify
    options: { from: tier.selected }
`;

describe('listeners by config', () => {
  it('hear every event of a run, after those of the caller, each with its own options, and are closed with it', async () => {
    const folder = configFolder({ 'smart-ingestor.config.yaml': YAML, 'notify.js': NOTIFY });
    const clock = new VirtualClock();
    const exchange = simulatorExchange(new KeepaSimulator({ clock, refillPerMinute: 20, catalogueSize: 2_000 }), 'any');
    const mine: IngestionEvent[] = [];
    const config = await loadConfig({ cwd: folder.path, env: { KEEPA_API_KEY: 'any' }, importModule: importInJest });
    const app = await compose(config, { clock, exchange, listeners: [{ on: (event) => void mine.push(event) }] });
    await clock.runUntil(app.run({ untilDeals: 2 }), 24 * 3_600_000);
    const [first, deals, tiers] =
      app.container.resolve<readonly { readonly heard?: readonly IngestionEvent[]; readonly closed?: boolean }[]>(LISTENERS);
    await app.close();
    folder.remove();
    expect(first!.heard).toBeUndefined();
    expect(deals!.heard).toEqual(mine.filter(({ type }) => type === 'deal.stored'));
    expect(deals!.heard!.length).toBeGreaterThanOrEqual(2);
    expect(tiers!.heard).toEqual(mine.filter(({ type }) => type === 'tier.selected'));
    expect([deals!.closed, tiers!.closed]).toEqual([true, true]);
  });

  it('are printed member by member, so that what looks like a secret stays one', async () => {
    const folder = configFolder({ 'smart-ingestor.config.yaml': YAML, 'notify.js': NOTIFY });
    const printed = printableConfig(await loadConfig({ cwd: folder.path, env: {}, importModule: importInJest }));
    folder.remove();
    expect(printed.filter(({ path }) => path.startsWith('listeners'))).toEqual([
      { path: 'listeners.0.use', value: './notify', layer: 'file smart-ingestor.config.yaml' },
      { path: 'listeners.0.options.from', value: 'deal.stored', layer: 'default' },
      { path: 'listeners.0.options.webhookKey', value: '***', layer: 'file smart-ingestor.config.yaml' },
      { path: 'listeners.1.use', value: './notify', layer: 'file smart-ingestor.config.yaml' },
      { path: 'listeners.1.options.from', value: 'tier.selected', layer: 'file smart-ingestor.config.yaml' },
    ]);
  });
});

describe('the line of a config that named something', () => {
  it.each([
    { what: 'quoted', source: `a\n  use: './x'`, text: './x', said: ', line 2' },
    { what: 'JSON', source: `{\n "use": "./x" }`, text: './x', said: ', line 2' },
    { what: 'YAML without quotes', source: YAML, text: 'memory', said: ', line 1' },
    { what: 'in two places', source: YAML, text: './notify', said: ', lines 3 and 5' },
    { what: 'a part of another name', source: `use: './xy'`, text: './x', said: '' },
    { what: 'nowhere, because code made it', source: 'use: `./${name}`', text: './x', said: '' },
  ])('$what', ({ source, text, said }) => {
    expect(linesNaming(source, text)).toBe(said);
  });
});
