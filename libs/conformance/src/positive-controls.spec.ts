import type { BatchPolicy, DealFilter, TokenPolicy } from '@smart-ingestor/contracts';
import { describeBatchPolicy } from './batch-policy.suite';
import { describeDealFilter } from './deal-filter.suite';
import { brokenLaws } from './laws-of';
import { describeTokenPolicy } from './token-policy.suite';

/** A law that nothing can break proves nothing: each of these providers breaks one on purpose, and the suite says which. */
const CARELESS: TokenPolicy = { name: 'careless', decide: () => ({ kind: 'allow' }) };

const token = (policy: Partial<TokenPolicy>) => () => describeTokenPolicy('broken', () => ({ ...CARELESS, ...policy }), { maxDeficitTokens: 180 });

const SMALL: BatchPolicy = { name: 'small', plan: (_state, _cost, pending) => ({ size: Math.min(3, pending), reason: 'three' }) };
const batch = (policy: Partial<BatchPolicy>) => () => describeBatchPolicy('broken', () => ({ ...SMALL, ...policy }));

const KIND: DealFilter = { name: 'kind', hash: 'kind@1', judgeRow: () => ({ keep: true }), judgePeek: () => ({ keep: true }) };
const filter = (rules: Partial<DealFilter>) => () => describeDealFilter('broken', () => ({ ...KIND, ...rules }));

let calls = 0;

const CONTROLS: readonly (readonly [string, () => void, string])[] = [
  ['a token policy without a name', token({ name: ' ' }), 'has a name'],
  ['one that allows everything', token({}), 'could take the balance below -180'],
  ['one that sends at a balance of 0', token({}), 'unless what may be counted on is positive'],
  ['one that borrows beside a request in flight', token({}), 'lets only a lone request borrow'],
  [
    'one that keeps count of its calls',
    token({ decide: () => ((calls += 1) % 2 === 0 ? { kind: 'allow' } : { kind: 'refuse', reason: 'odd' }) }),
    'is pure',
  ],
  ['one that waits in the past', token({ decide: (_state, _cost, nowMs) => ({ kind: 'wait', untilMs: nowMs, reason: 'now' }) }), 'lies ahead'],
  [
    'one that waits for ever',
    token({ decide: (_state, _cost, nowMs) => ({ kind: 'wait', untilMs: nowMs + 1, reason: 'later' }) }),
    'never waits for ever',
  ],
  [
    'one that waits an hour beside a request in flight',
    token({ decide: (_s, _c, nowMs) => ({ kind: 'wait', untilMs: nowMs + 3_600_000, reason: 'x' }) }),
    'at most one tick',
  ],
  ['one that splits below the smallest unit', token({ decide: () => ({ kind: 'split', affordableTokens: 0 }) }), 'splits only'],
  ['one that refuses in silence', token({ decide: () => ({ kind: 'refuse', reason: '' }) }), 'gives a reason'],
  [
    'one that sends less when it has more',
    token({ decide: ({ balanceTokens }) => (balanceTokens % 2 === 0 ? { kind: 'allow' } : { kind: 'refuse', reason: 'odd' }) }),
    'is monotone',
  ],
  ['a batch policy without a name', batch({ name: '' }), 'has a name'],
  ['one that plans more than waits', batch({ plan: () => ({ size: 101, reason: 'much' }) }), 'from 1 to what is pending'],
  ['one that does not say why', batch({ plan: () => ({ size: 1, reason: ' ' }) }), 'says why'],
  ['one that keeps count of its calls', batch({ plan: () => ({ size: 1 + ((calls += 1) % 2), reason: 'turns' }) }), 'is pure'],
  [
    'one that plans less when more waits',
    batch({ plan: (_s, _c, pending) => ({ size: pending % 2 === 0 ? 1 : 2, reason: 'odd' }) }),
    'never plans less',
  ],
  [
    'a filter whose hash changes',
    filter({
      get hash() {
        return `h${(calls += 1)}`;
      },
    }),
    'has a name and a hash',
  ],
  ['one that rejects in turns', filter({ judgeRow: () => ((calls += 1) % 3 === 0 ? { keep: true } : { keep: false, reason: 'turn' }) }), 'is pure'],
  ['one whose reason is a sentence', filter({ judgeRow: () => ({ keep: false, reason: 'It is too dear.' }) }), 'gives a reason code'],
  [
    'one that needs every fact',
    filter({ judgeRow: ({ currentMinor }) => ({ keep: currentMinor!.toFixed(0) !== '' }) as { keep: true } }),
    'without an error',
  ],
];

describe('the suites', () => {
  it.each(CONTROLS)('notice %s', async (_what, suite, law) => {
    expect(await brokenLaws(suite, law)).toHaveLength(1);
  });

  it('let an honest provider pass', async () => {
    expect(await brokenLaws(batch({}))).toEqual([]);
    expect(await brokenLaws(filter({}))).toEqual([]);
  });
});
