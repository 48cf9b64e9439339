module.exports = { displayName: 'deal-filter', preset: '../../jest.preset.js' };
