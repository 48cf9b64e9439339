import { affectedBy } from './probes';
import { projects } from './workspace';

describe('nx affected', () => {
  it('takes a change in batch-policy for a change of what builds on it, and of nothing beside it', () => {
    const affected = affectedBy(['libs/batch-policy/src/plugin.ts']);
    expect(affected).toEqual(expect.arrayContaining(['batch-policy', 'composition', 'custom-runner', 'runner', 'tidy']));
    const otherProviders = projects()
      .filter((project) => project.tags.includes('type:provider') && project.name !== 'batch-policy')
      .map((project) => project.name);
    expect(otherProviders).toEqual(expect.arrayContaining(['deal-store', 'keepa-transport', 'token-policy']));
    expect(affected.filter((name) => otherProviders.includes(name) || name === 'ingestion' || name === 'contracts')).toEqual([]);
  }, 60_000);

  it('takes a change in contracts for a change of every room but Keepa’s words (control)', () => {
    const unaffected = projects().map((project) => project.name);
    const affected = affectedBy(['libs/contracts/src/slot.ts']);
    expect(unaffected.filter((name) => !affected.includes(name))).toEqual(['keepa-wire']);
  }, 60_000);
});
