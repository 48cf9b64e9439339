module.exports = { displayName: 'keepa-wire', preset: '../../jest.preset.js' };
