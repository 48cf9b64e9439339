// Tidy imports the TypeScript compiler and nothing ESM-only: leaving node_modules alone saves transforming 9 MB.
module.exports = { ...require('../../jest.preset.js'), displayName: 'tidy', transformIgnorePatterns: ['/node_modules/'] };
