module.exports = { displayName: 'runner', preset: '../../jest.preset.js', testTimeout: 60_000 };
