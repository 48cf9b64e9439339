import { VirtualClock } from '@smart-ingestor/conformance';
import { ConfigError } from '@smart-ingestor/contracts';
import { KeepaSimulator } from './simulator';
import type { SimulatorOptions } from './simulator-options';

const open = (options: Partial<SimulatorOptions>): KeepaSimulator => new KeepaSimulator({ clock: new VirtualClock(), catalogueSize: 10, ...options });

function problemsOf(options: Partial<SimulatorOptions>): readonly string[] {
  try {
    open(options);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the options of the simulator', () => {
  it('default to a plan of 20 with a full bucket', () => {
    expect(open({}).state()).toMatchObject({ balance: 1_200, capacity: 1_200, refillPerMinute: 20, tokenFlowReduction: 0 });
    expect(open({ refillPerMinute: 5 }).state().balance).toBe(300);
  });

  it('that are undefined take their defaults', () => {
    const options = { refillPerMinute: undefined, openingBalance: undefined, seed: undefined, tickMs: undefined, lockoutForMs: undefined };
    expect(open(options).state()).toEqual(open({}).state());
  });

  it('may open the account with a debt or above the capacity', () => {
    expect([open({ openingBalance: -340 }).state().balance, open({ openingBalance: 5_000 }).state().balance]).toEqual([-340, 5_000]);
  });

  it.each([
    ['refillPerMinute', { refillPerMinute: 0 }],
    ['openingBalance', { openingBalance: 0.5 }],
    ['catalogueSize', { catalogueSize: 0 }],
    ['tickMs', { tickMs: Number.NaN }],
    ['tokenFlowReduction', { tokenFlowReduction: -1 }],
    ['tokenFlowReduction', { tokenFlowReduction: Number.NaN }],
    ['lockoutForMs', { lockoutBelow: -200, lockoutForMs: 0 }],
    ['latency', { latency: { minMs: 5, maxMs: 4 } }],
    ['prices.productTokensPerAsin', { prices: { productTokensPerAsin: -1 } }],
  ])('out of range are refused with the name %s: %j', (name, options) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(`simulator option ${name}:`)]);
  });

  it('are refused with every problem at once', () => {
    expect(problemsOf({ refillPerMinute: -1, seed: 1.5, catalogueSize: 2_000_000 })).toHaveLength(3);
  });
});
