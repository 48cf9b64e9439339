module.exports = { displayName: 'deal-source', preset: '../../jest.preset.js' };
