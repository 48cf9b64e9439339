import { clockUses } from './clock-uses';
import { importsOf, packageOf } from './imports';
import { unitlessNames } from './unitless-names';

describe('unitlessNames', () => {
  it.each([
    'interface A { timeout: number }',
    'class A { readonly maxWait = 5; }',
    'function f(retryDelay: number | null) {}',
    'const MAX_AGE = 60;',
    'const options = z.strictObject({ requestTimeout: z.number().int().min(1) });',
    'const options = { interval: z.coerce.number() };',
  ])('finds a quantity without its unit in: %s', (text) => {
    expect(unitlessNames(text)).toHaveLength(1);
  });

  it.each([
    'interface A { timeoutMs: number; page: number; coverage: number; message: string }',
    'interface A { wait(): Promise<void>; readonly delay: Delay }',
    'const maxWaitMs = 5; const averagePrice = 3; const storage = 1;',
    'const options = { retentionDays: z.number(), ttl: z.string() };',
  ])('leaves alone: %s', (text) => {
    expect(unitlessNames(text)).toEqual([]);
  });
});

describe('clockUses', () => {
  it.each([
    'const a = Date.now();',
    'const a = new Date();',
    'const a = new Date;',
    'const a = performance.now();',
    'setTimeout(f, 1);',
    'const t = setInterval(f, 1);',
    "import { setTimeout as sleep } from 'node:timers/promises';",
  ])('finds: %s', (text) => {
    expect(clockUses(text)).toHaveLength(1);
  });

  it.each([
    'const a = new Date(0);',
    "const text = 'Date.now()';",
    'const a = clock.now(); // not Date.now()',
    'clock.setTimeout(f);',
    'clearTimeout(t);',
  ])('leaves alone: %s', (text) => {
    expect(clockUses(text)).toEqual([]);
  });
});

describe('importsOf', () => {
  it('sees static, type, re-exporting, dynamic and required imports once each', () => {
    const text =
      "import a from 'a';\nimport type { B } from 'b';\nexport { c } from 'c';\nconst d = import('d');\nconst e = require('e');\nimport 'a';";
    expect(importsOf(text).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes an import inside a string or a comment for what it is', () => {
    expect(importsOf("const template = `import x from 'x';`;\n// import y from 'y';\n")).toEqual([]);
  });
});

describe('packageOf', () => {
  it.each([
    ['@a/b/c', '@a/b'],
    ['zod/v4', 'zod'],
    ['./x', null],
    ['node:fs', null],
    ['fs', null],
  ])('%s → %s', (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });
});
