module.exports = { displayName: 'custom-runner', preset: '../../jest.preset.js' };
