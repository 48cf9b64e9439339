import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS } from './mutations';

const WORKSPACE = join(__dirname, '..', '..', '..');

/** Trying them takes minutes and is for `npm run mutants`; that they still point at the code is told at once. */
describe.each(MUTATIONS)('$name', ({ file, find, spec }) => {
  it('has one place to change, and a spec to notice it', () => {
    expect(readFileSync(join(WORKSPACE, file), 'utf8').split(find)).toHaveLength(2);
    expect(existsSync(join(WORKSPACE, spec))).toBe(true);
  });
});
