module.exports = { displayName: 'laws', preset: '../../jest.preset.js' };
