module.exports = { displayName: 'token-bucket', preset: '../../jest.preset.js' };
