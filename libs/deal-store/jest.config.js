module.exports = { displayName: 'deal-store', preset: '../../jest.preset.js' };
