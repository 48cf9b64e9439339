module.exports = { displayName: 'profit-filter', preset: '../../jest.preset.js' };
