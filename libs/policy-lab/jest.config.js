module.exports = { displayName: 'policy-lab', preset: '../../jest.preset.js' };
