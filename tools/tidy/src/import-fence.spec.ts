import { crossings, describeCrossing, inhabitedTags, probeOf, taggedWith } from './crossings';
import { type Complaint, lintProbes } from './probes';
import { houseRules, isTestFile, sourcesOf } from './workspace';

const RULE = '@nx/enforce-module-boundaries';
const house = houseRules();
const inhabited = inhabitedTags();

function complaintsOfFence(complaints: readonly Complaint[] | undefined): string[] {
  return (complaints ?? []).filter((complaint) => complaint.rule === RULE).map((complaint) => complaint.message);
}

const clockFile = sourcesOf(taggedWith('type:pipeline')[0]!).find((path) => !isTestFile(path) && !path.endsWith('index.ts'))!;
const contractsFile = 'libs/contracts/src/slot.ts';
const long = 'let lines = 0;\n' + 'lines += 1;\n'.repeat(house.maxLinesPerFile);
const texts: readonly (readonly [string, string, string, string | null])[] = [
  ['an npm package in contracts', contractsFile, "import type { z } from 'zod';\nexport type S = z.ZodType;\n", RULE],
  ['another library by relative path', contractsFile, "export { countWaits } from '../../token-bucket/src/waits';\n", RULE],
  ["its own library's index", contractsFile, "export { slot } from './index';\n", 'no-restricted-imports'],
  ["its own library's index as a folder", 'libs/contracts/src/work/work-item.ts', "export { slot } from '..';\n", 'no-restricted-imports'],
  ['a file beside it (control)', contractsFile, "export { AMAZON_HOSTS } from './domains';\n", null],
  ['Date.now()', clockFile, 'export const nowMs = Date.now();\n', 'no-restricted-syntax'],
  ['new Date()', clockFile, 'export const now = new Date();\n', 'no-restricted-syntax'],
  ['performance.now()', clockFile, 'export const nowMs = performance.now();\n', 'no-restricted-syntax'],
  ['setTimeout()', clockFile, 'setTimeout(() => undefined, 1);\n', 'no-restricted-syntax'],
  ['setInterval()', clockFile, 'setInterval(() => undefined, 1);\n', 'no-restricted-syntax'],
  ['node:timers/promises', clockFile, "import { setTimeout as later } from 'node:timers/promises';\nexport { later };\n", 'no-restricted-imports'],
  ['the date of a number (control)', clockFile, 'export const day = new Date(0).toISOString();\n', null],
  ['a file that is too long', clockFile, long, 'max-lines'],
  ['a function that is too long', clockFile, `export function f(): number {\n${long}return lines;\n}\n`, 'max-lines-per-function'],
  ['any', clockFile, 'export const x: any = 1;\n', '@typescript-eslint/no-explicit-any'],
  ['a promise that nobody awaits', clockFile, 'export function f(): void {\n  Promise.resolve(1);\n}\n', '@typescript-eslint/no-floating-promises'],
];

const tried = crossings();
let ofCrossings: Complaint[][] = [];
let ofTexts: Complaint[][] = [];

// One process for all: its project graph costs more than its linting.
beforeAll(() => {
  const answers = lintProbes([...tried.map(({ probe }) => probe), ...texts.map(([, path, text]) => ({ path, text }))]);
  ofCrossings = answers.slice(0, tried.length);
  ofTexts = answers.slice(tried.length);
}, 240_000);

describe('the import fence', () => {
  it.each(inhabited)('bites at every import that the row of %s forbids, in sources and in specs', (tag) => {
    const forbidden = tried.map((crossing, index) => ({ ...crossing, index })).filter((crossing) => crossing.from === tag && !crossing.allowed);
    const passed = forbidden.filter(({ index }) => complaintsOfFence(ofCrossings[index]).length === 0);
    expect(passed.map(describeCrossing)).toEqual([]);
    // type:tool may import anything but a tool; every other row forbids several tags.
    expect(forbidden.length).toBeGreaterThan(0);
  });

  it.each(inhabited)('lets every import pass that the row of %s allows', (tag) => {
    const allowed = tried.map((crossing, index) => ({ ...crossing, index })).filter((crossing) => crossing.from === tag && crossing.allowed);
    const bitten = allowed.filter(({ index }) => complaintsOfFence(ofCrossings[index]).length > 0);
    expect(bitten.map((crossing) => `${describeCrossing(crossing)}: ${complaintsOfFence(ofCrossings[crossing.index]).join(' ')}`)).toEqual([]);
    expect(allowed.length).toBeGreaterThan(0);
  });

  it('was tried with a text that the linter could read', () => {
    const unreadable = ofCrossings.flatMap((complaints, index) =>
      complaints.filter((c) => c.rule === null).map((c) => `${tried[index]?.probe.path}: ${c.message}`),
    );
    expect(unreadable).toEqual([]);
  });
});

describe('the other fences', () => {
  it.each(texts.map(([what, , , rule], index) => ({ what, rule, index })))('$what → $rule', ({ rule, index }) => {
    const rules = (ofTexts[index] ?? []).map((complaint) => complaint.rule);
    expect(rules).toEqual(rule === null ? [] : expect.arrayContaining([rule]));
  });

  it('let a project without a tag import nothing', () => {
    // Control: the same import of the same project, tagged, is a cell of the table above.
    const project = taggedWith('type:provider')[0]!;
    const [untagged] = lintProbes([probeOf(project, '@smart-ingestor/contracts', false)], project.name);
    expect(complaintsOfFence(untagged)).toEqual([expect.stringContaining('A project without tags')]);
  }, 240_000);
});
