module.exports = { displayName: 'notify-on-deal', preset: '../../jest.preset.js' };
