/** One Jest set-up for every project: TypeScript and ESM-only packages (got) go through swc, libraries resolve to their sources. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@smart-ingestor/source', 'require', 'node', 'default'] },
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFiles: ['reflect-metadata', require.resolve('./jest.seed.js')],
  // No test measures time; this only says when a hanging one is given up on a busy machine.
  testTimeout: 60_000,
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // got and its dependencies are ESM only: nothing is exempt from the transform. Measured against a hand-kept list of packages: no difference once cached.
  transformIgnorePatterns: [],
};
