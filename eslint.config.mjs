import { readFileSync } from 'node:fs';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** The import rule and every limit live once, in this file; the tidy suite reads the same one. */
const house = JSON.parse(readFileSync(new URL('./tools/tidy/house-rules.json', import.meta.url), 'utf8'));

const SPECS = ['**/*.spec.ts', '**/src/testing/**/*.ts'];

/** @param {string[]} extraTags what specs may import beyond their project's row */
function moduleBoundaries(extraTags) {
  const depConstraints = Object.entries(house.importRule).map(([sourceTag, allowed]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: [...new Set([...allowed, ...extraTags])],
    // Contracts promise to import nothing, so no npm package either; their specs may use what they test with.
    ...(sourceTag === 'type:contracts' && extraTags.length === 0 ? { allowedExternalImports: [] } : {}),
  }));
  // No row matches an untagged project, and Nx then lets it import nothing.
  return ['error', { depConstraints, enforceBuildableLibDependency: false, allow: [] }];
}

const CLOCK_CURE = 'Time is the injected Clock (nowMs, sleep) or a nowMs argument.';
const CLOCK_CALLS = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: CLOCK_CURE },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK_CURE },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK_CURE },
  { selector: "MemberExpression[object.name='performance'][property.name=/^(now|timeOrigin)$/]", message: CLOCK_CURE },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval)$/]', message: CLOCK_CURE },
  { selector: "MemberExpression[object.name='globalThis'][property.name=/^(setTimeout|setInterval)$/]", message: CLOCK_CURE },
  { selector: "MemberExpression[object.name='process'][property.name=/^(hrtime|uptime)$/]", message: CLOCK_CURE },
];
const CLOCK_MODULES = [
  {
    regex: '^(node:)?(timers|perf_hooks)(/|$)',
    importNames: ['setTimeout', 'setInterval', 'scheduler', 'performance', 'default'],
    message: CLOCK_CURE,
  },
];
const OWN_INDEX = [
  {
    // Nx does not see a file that imports the index of its own library; such a cycle makes import order decide.
    regex: String.raw`^\.{1,2}(/\.\.)*/?$|^\.{1,2}/(.*/)?index(\.[cm]?[jt]s)?$`,
    message: "Import the file that declares it: nothing inside a library imports its library's index.",
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '**/.nx/**', '**/data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries([]),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      // noUncheckedIndexedAccess makes `!` the honest word inside a loop whose bounds were just tested.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: house.maxLinesPerFile }],
      'max-lines-per-function': ['error', { max: house.maxLinesPerFunction }],
      'no-restricted-imports': ['error', { patterns: OWN_INDEX }],
      eqeqeq: 'error',
    },
  },
  {
    // Types cost a program per project (about 2 s), and pay: a promise that nobody awaits is how a grant stays open.
    files: ['{libs,apps,examples,tools}/*/src/**/*.ts'],
    ignores: SPECS,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['{libs,apps,examples}/*/src/**/*.ts'],
    ignores: [...SPECS, ...Object.keys(house.clockFiles)],
    rules: {
      'no-restricted-syntax': ['error', ...CLOCK_CALLS],
      'no-restricted-imports': ['error', { patterns: [...OWN_INDEX, ...CLOCK_MODULES] }],
    },
  },
  {
    files: SPECS,
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(house.specsMayAlsoImport),
      'max-lines-per-function': 'off',
    },
  },
  prettier,
);
