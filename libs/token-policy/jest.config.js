module.exports = { displayName: 'token-policy', preset: '../../jest.preset.js' };
