module.exports = { displayName: 'tidy', preset: '../../jest.preset.js' };
