import { readChange } from './control-change';

const read = (value: unknown): ReturnType<typeof readChange> => readChange(JSON.stringify(value));

describe('the body of POST /__sim/set', () => {
  it('is the change, and an empty one changes nothing', () => {
    const change = { balance: -5, faults: { serverErrorRate: 0.5, refillSpikePerMinute: null }, foreign: { tokensPer10Minutes: 100 } };
    expect([read(change), read({})]).toEqual([{ change }, { change: {} }]);
  });

  it('may say plan for refillPerMinute', () => {
    expect(read({ plan: 5, balance: 1 })).toEqual({ change: { refillPerMinute: 5, balance: 1 } });
  });

  it.each([
    ['refillPerMinute', { refillPerMinute: 0 }],
    ['refillPerMinute', { refillPerMinute: '20' }],
    ['plan', { plan: 2.5 }],
    ['plan', { plan: null }],
    ['plan and refillPerMinute', { plan: 5, refillPerMinute: 5 }],
    ['balance', { balance: 1.5 }],
    ['tokenFlowReduction', { tokenFlowReduction: -1 }],
    ['faults.serverErrorRate', { faults: { serverErrorRate: 1.1 } }],
    ['faults.storm429Requests', { faults: { storm429Requests: -1 } }],
    ['faults', { faults: [] }],
    ['foreign.tokensPerMinute', { foreign: { tokensPerMinute: 'many' } }],
    ['foreign.constructor', { foreign: { constructor: 1 } }],
    ['the body', []],
    ['the body', 7],
  ])('is refused with a problem that begins with %s: %j', (path, change) => {
    expect(read(change)).toEqual({ problems: [expect.stringMatching(new RegExp(`^${path}\\b`))] });
  });

  it('is refused with every problem at once', () => {
    expect(read({ balance: 'x', tokenFlowReduction: 'y', refill: 1 })).toEqual({
      problems: [expect.any(String), expect.any(String), expect.any(String)],
    });
  });

  it('must be JSON', () => {
    expect(readChange('refillPerMinute=5')).toEqual({ problems: ['the body: JSON is needed'] });
  });
});
