import { clockUses } from './clock-uses';
import { unitlessNames } from './unitless-names';
import { countLines, houseRules, isTestFile, projects, readText, sourcesOf, workspaceFiles } from './workspace';

const house = houseRules();
const files = workspaceFiles();
const sources = projects().flatMap(sourcesOf);
const production = sources.filter((path) => !isTestFile(path));

/** The folders of somebody's machine. A path after a dot, a letter or a star is a relative one. */
const MACHINE_PATH = /(?<![\w.@*}-])\/(home|Users|root|work)\/\w|[A-Z]:\\Users\\/;
const TEXT = /\.(ts|mjs|js|json|md|sql|ya?ml|sh)$|\/run$|^\.\w+$/;

describe('names', () => {
  it('are no drawers: nothing is called utils, common, helpers, shared, core or misc', () => {
    const drawers = /(^|\/)(utils?|common|helpers?|shared|core|misc)(\.[a-z.]+)?(\/|$)/;
    expect(files.filter((path) => drawers.test(path))).toEqual([]);
    expect(drawers.test('libs/x/src/utils.ts') && drawers.test('libs/common/package.json')).toBe(true);
  });

  it('carry a unit where a number is a time or an age', () => {
    const unitless = production.flatMap((path) => unitlessNames(readText(path), path).map(({ name, line }) => `${path}:${line} ${name}`));
    expect(unitless).toEqual([]);
  });
});

describe('time', () => {
  it('is read by the files that house-rules.json names, and by no other outside the tools', () => {
    const uses = production
      .filter((path) => !path.startsWith('tools/') && house.clockFiles[path] === undefined)
      .flatMap((path) => clockUses(readText(path)).map((use) => `${path}:${use}`));
    expect(uses).toEqual([]);
  });

  it('is really read by each of them: an exemption that nobody needs is struck out', () => {
    const idle = Object.keys(house.clockFiles).filter((path) => clockUses(readText(path)).length === 0);
    expect(idle).toEqual([]);
  });
});

describe('files', () => {
  it('an index is a short list written by hand', () => {
    const indexes = production.filter((path) => path.endsWith('/src/index.ts'));
    // contracts has one word per port, value and error of the whole house, so its list is longer than a library's.
    const limitOf = (path: string): number => (path.startsWith('libs/contracts/') ? house.maxLinesPerContractsIndex : house.maxLinesPerIndex);
    expect(indexes.filter((path) => countLines(readText(path)) > limitOf(path))).toEqual([]);
    expect(indexes.filter((path) => /export \* from/.test(readText(path)))).toEqual([]);
    expect(indexes.length).toBeGreaterThan(5);
  });

  it('silence no checker', () => {
    const silenced = /eslint-disable|@ts-(ignore|nocheck|expect-error)|istanbul ignore|prettier-ignore/;
    expect(sources.filter((path) => !path.startsWith('tools/tidy/') && silenced.test(readText(path)))).toEqual([]);
  });

  it('put nothing off', () => {
    expect(sources.filter((path) => !path.startsWith('tools/tidy/') && /\b(TODO|FIXME|XXX)\b/.test(readText(path)))).toEqual([]);
  });

  it('name no folder of a machine', () => {
    const named = files.filter((path) => TEXT.test(path) && MACHINE_PATH.test(readText(path)));
    expect(named).toEqual([]);
    expect(MACHINE_PATH.test(['', 'home', 'me'].join('/'))).toBe(true);
  });
});
