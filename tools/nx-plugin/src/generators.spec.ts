import { logger, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { filter, policy, runner, source, store } from './generators';

const GENERATORS = { policy, filter, source, store, runner };

function monorepo(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('libs/contracts/package.json', '{}');
  return tree;
}

// Nx loads Prettier by a real import(), which Jest's CommonJS refuses: files stay unformatted here, and Nx warns.
beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
  jest.spyOn(logger, 'info').mockImplementation();
});

describe('the generators', () => {
  it.each(Object.entries(GENERATORS))(
    '%s makes a library of this monorepo: tagged, with a conformance spec, nothing left of the template',
    async (kind, generate) => {
      const tree = monorepo();
      await generate(tree, { name: 'my-thing' });
      const home = kind === 'runner' ? 'examples/my-thing' : 'libs/my-thing';
      const manifest = JSON.parse(tree.read(`${home}/package.json`, 'utf8')!) as { name: string; nx: { name: string; tags: string[] } };
      expect(manifest.name).toBe('@smart-ingestor/my-thing');
      expect(manifest.nx.tags).toHaveLength(1);
      const files = tree.children(`${home}/src`);
      expect(files.filter((file) => file.endsWith('.spec.ts'))).toHaveLength(1);
      expect(files.filter((file) => file.includes('__'))).toEqual([]);
      for (const file of files) expect(tree.read(`${home}/src/${file}`, 'utf8')).not.toContain('<%');
    },
  );

  it.each(Object.entries(GENERATORS))('%s makes a package of its own with build, test and lint', async (_kind, generate) => {
    const tree = createTreeWithEmptyWorkspace();
    await generate(tree, { name: 'my-thing', standalone: true });
    const manifest = JSON.parse(tree.read('my-thing/package.json', 'utf8')!) as { name: string; scripts: Record<string, string> };
    expect(manifest.name).toBe('my-thing');
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['build', 'test', 'lint']));
    expect(tree.read('my-thing/README.md', 'utf8')).not.toContain('<%');
  });

  it('makes a batch policy where asked for one', async () => {
    const tree = monorepo();
    await policy(tree, { name: 'my-thing', kind: 'batch' });
    expect(tree.read('libs/my-thing/src/plugin.ts', 'utf8')).toContain('BATCH_POLICY');
  });

  it.each([
    ['KeepReserve', 'keep-reserve'],
    ['keep_reserve', 'keep-reserve'],
    ['9lives', 'lives'],
    ['a--b', 'a-b'],
  ])('refuses the name %s and suggests %s', async (name, suggested) => {
    await expect(policy(monorepo(), { name })).rejects.toThrow(`name is '${name}': use kebab-case`);
    await expect(policy(monorepo(), { name })).rejects.toThrow(`'${suggested}'`);
  });

  it('never writes into a folder that has something in it', async () => {
    const tree = monorepo();
    tree.write('libs/my-thing/notes.txt', 'mine');
    await expect(filter(tree, { name: 'my-thing' })).rejects.toThrow(`directory is 'libs/my-thing', which is not empty`);
    expect(tree.children('libs/my-thing')).toEqual(['notes.txt']);
  });

  it('says what to do in a workspace that is not the monorepo', async () => {
    await expect(store(createTreeWithEmptyWorkspace(), { name: 'my-thing' })).rejects.toThrow('add --standalone');
  });
});
