import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { houseRules, projects, readText, ROOT, workspaceFiles } from './workspace';

const documents = workspaceFiles().filter((path) => path.endsWith('.md'));

interface TagRow {
  readonly tag: string;
  readonly names: readonly string[];
  readonly mayImport: string;
}

function words(cell: string): string[] {
  return cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .sort();
}

/** The rows of CONTRIBUTING's table of tags. */
function tagRows(): TagRow[] {
  const rows = readText('CONTRIBUTING.md').matchAll(/^\| `(type:[a-z]+)` *\|([^|]*)\|([^|]*)\|$/gm);
  return [...rows].map(([, tag = '', names = '', mayImport = '']) => ({ tag, names: words(names), mayImport: words(mayImport).join() }));
}

describe('the table of tags in CONTRIBUTING', () => {
  const { importRule, specsMayAlsoImport } = houseRules();
  const anythingButATool = Object.keys(importRule).filter((tag) => tag !== 'type:tool');

  it('says what lint enforces', () => {
    const enforced = Object.entries(importRule).map(([tag, allowed]) => {
      const isAnything = anythingButATool.every((other) => allowed.includes(other)) && !allowed.includes('type:tool');
      const shortNames = allowed.map((name) => name.replace('type:', '')).sort();
      return { tag, mayImport: isAnything ? 'anything but a tool' : shortNames.join() };
    });
    expect(tagRows().map(({ tag, mayImport }) => ({ tag, mayImport }))).toEqual(enforced);
    expect(enforced).toHaveLength(11);
  });

  it('lists every project under its tag', () => {
    const tagged = Object.keys(importRule).map((tag) => ({
      tag,
      names: projects()
        .filter((project) => project.tags.includes(tag))
        .map((project) => project.name)
        .sort(),
    }));
    expect(tagRows().map(({ tag, names }) => ({ tag, names }))).toEqual(tagged);
  });

  it('says what specs may import besides', () => {
    const [first, second] = specsMayAlsoImport.map((tag) => tag.replace('type:', ''));
    expect(readText('CONTRIBUTING.md')).toContain(`Specs may import their row and besides it ${first} and ${second}.`);
  });
});

describe('a decision', () => {
  const decisions = documents.filter((path) => path.startsWith('docs/decisions/'));

  it.each(decisions)('%s is numbered and has the four parts in order', (path) => {
    expect(path).toMatch(/^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/);
    const headings = [...readText(path).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Context', 'Choice', 'Rejected', 'Consequence']);
  });

  it('has a number of its own', () => {
    const numbers = decisions.map((path) => path.slice('docs/decisions/'.length, 'docs/decisions/0000'.length));
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(numbers.length).toBeGreaterThan(3);
  });
});

describe('every link in a document', () => {
  it.each(documents)('of %s leads to a file', (path) => {
    const links = [...readText(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([]);
  });
});
