module.exports = { displayName: 'third-party-policy', preset: '../../jest.preset.js' };
