import { examineConfig } from './resolve-config';

const examine = (tiers: Record<string, unknown>) =>
  examineConfig({
    written: { name: 'code', settings: { accounts: { main: { key: 'any' } }, tiers } },
    env: {},
    flags: {},
    baseDir: __dirname,
    plugins: {},
  });

describe('valueOf in a tier', () => {
  it('is another name of dealValue', async () => {
    const { problems, resolved } = await examine({ low: { valueOf: { use: 'biggest-drop' } } });
    expect(problems).toEqual([]);
    expect(resolved?.config.tiers['low']?.dealValue.use).toBe('biggest-drop');
  });

  it('is not the method that every object has', async () => {
    expect((await examine({ low: {} })).resolved?.config.tiers['low']?.dealValue.use).toBe('newest-first');
  });

  it('beside dealValue is one name too many', async () => {
    const { problems } = await examine({ low: { valueOf: { use: 'best-margin' }, dealValue: { use: 'biggest-drop' } } });
    expect(problems.join('\n')).toContain('valueOf');
  });
});
