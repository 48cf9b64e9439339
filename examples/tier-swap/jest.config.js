module.exports = { displayName: 'tier-swap', preset: '../../jest.preset.js' };
