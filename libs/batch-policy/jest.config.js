module.exports = { displayName: 'batch-policy', preset: '../../jest.preset.js' };
