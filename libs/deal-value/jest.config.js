module.exports = { displayName: 'deal-value', preset: '../../jest.preset.js' };
