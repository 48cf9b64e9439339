import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliFolder } from '../testing/cli';
import { SpawnedCli } from '../testing/spawned-cli';

/** A package of the workspace, as npm would have installed it. */
function link(folder: CliFolder, name: string): void {
  const target = join(folder.path, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(dirname(require.resolve(`${name}/package.json`)), target, 'dir');
}

const MANIFEST = {
  name: '@acme/patient',
  version: '1.0.0',
  type: 'module',
  exports: { '.': { import: './index.js' } },
  peerDependencies: { '@smart-ingestor/contracts': '>=0.1.0' },
  'smart-ingestor': { apiVersion: 1, plugins: [{ name: 'patient', slot: 'token-policy', export: 'patient' }] },
};

/** ESM, with a factory. */
const PATIENT = `import { definePlugin, TOKEN_POLICY } from '@smart-ingestor/contracts';
const decide = (state, cost) =>
  state.balanceTokens - state.reservedWorstTokens >= cost.worstTokens
    ? { kind: 'allow' }
    : { kind: 'wait', untilMs: state.nextRefillAtMs, reason: 'saving' };
export const patient = definePlugin({ name: 'patient', slot: TOKEN_POLICY, useFactory: () => ({ name: 'patient', decide }) });
`;

/** TypeScript, with the decorators and options that a built-in one has. */
const SMALL = `import { BATCH_POLICY, type BatchPlan, type BatchPolicy, definePlugin, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
const options = z.strictObject({ size: z.int().min(1) });
@injectable()
class Small implements BatchPolicy {
  readonly name = 'small';
  constructor(@inject(PROVIDER_OPTIONS) private readonly options: { readonly size: number }) {}
  plan(): BatchPlan {
    return { size: this.options.size, reason: 'small' };
  }
}
export const plugin = definePlugin({ name: 'small', slot: BATCH_POLICY, options, useClass: Small });
`;

const COUNT = `import { definePlugin, LISTENER } from '@smart-ingestor/contracts';
import { appendFileSync } from 'node:fs';
const on = (event) => void (event.type === 'deal.stored' && appendFileSync('stored.txt', event.asin));
export default definePlugin({ name: 'count', slot: LISTENER, useFactory: () => ({ on }) });
`;

describe('the built command line', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  it('runs with plugins that it was told by package and by path: ESM and TypeScript, factory, class and listener', async () => {
    for (const name of ['@smart-ingestor/contracts', 'tsyringe', 'zod']) link(folder, name);
    mkdirSync(join(folder.path, 'node_modules/@acme/patient'), { recursive: true });
    folder.write('node_modules/@acme/patient/package.json', MANIFEST);
    folder.write('node_modules/@acme/patient/index.js', PATIENT);
    folder.write('small.ts', SMALL);
    folder.write('count.mjs', COUNT);
    folder.write('smart-ingestor.config.json', {
      tiers: { low: { tokenPolicy: { use: '@acme/patient' }, batchPolicy: { use: './small', options: { size: 2 } } } },
      listeners: [{ use: './count' }],
    });
    const doctor = new SpawnedCli(['plugins', 'doctor'], folder.path);
    expect(await doctor.ended).toEqual({ code: 0, stderr: '' });
    const cli = new SpawnedCli(['run', '--simulate', '--plan', '5', '--speed', '900', '--until-deals', '2', '--json'], folder.path);
    expect(await cli.ended).toMatchObject({ code: 0 });
    const planned = cli.events().flatMap((event) => (event.type === 'unit.planned' ? [event] : []));
    expect(new Set(planned.map(({ tokenPolicy, batchPolicy }) => `${tokenPolicy} ${batchPolicy}`))).toEqual(new Set(['patient small']));
    const stored = cli.events().flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : []));
    expect(stored.length).toBeGreaterThanOrEqual(2);
    expect(readFileSync(join(folder.path, 'stored.txt'), 'utf8')).toBe(stored.join(''));
  });
});
