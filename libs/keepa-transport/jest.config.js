module.exports = { displayName: 'keepa-transport', preset: '../../jest.preset.js' };
