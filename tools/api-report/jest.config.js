module.exports = { displayName: 'api-report', preset: '../../jest.preset.js' };
