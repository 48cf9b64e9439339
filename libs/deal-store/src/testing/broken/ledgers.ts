import { bucketStateOf, floorPolicy } from '@smart-ingestor/conformance';
import type { Reading } from '@smart-ingestor/contracts';
import { type Control, patch, type Store } from './damage';

/** Every reading, of a request or of none, is changed before it is taken. */
function readings(change: (reading: Reading) => Reading): Control[1] {
  return (store) => {
    patch(store, 'observe', (observe) => (accountId, reading) => observe(accountId, change(reading)));
    patch(store, 'settle', (settle) => (callId, reading) => settle(callId, change(reading)));
  };
}

/** The last answer that arrives is taken for the last that the server gave. */
function byArrival(store: Store): void {
  let latestMs = 0;
  readings((reading) => {
    latestMs = Math.max(latestMs + 1, reading.serverEndMs);
    return { ...reading, serverEndMs: latestMs };
  })(store);
}

/** Drops every reading that is older than the newest one, whatever lies between them. */
function onlyForward(store: Store): void {
  let latestMs = 0;
  patch(store, 'observe', (observe) => async (accountId, reading) => {
    if (reading.serverEndMs < latestMs) return;
    latestMs = reading.serverEndMs;
    await observe(accountId, reading);
  });
}

function grantsOnceMore(store: Store): void {
  const known = new Set<string>();
  patch(store, 'reserve', (reserve) => (request) => {
    const callId = known.has(request.callId) ? `${request.callId} again` : request.callId;
    known.add(callId);
    return reserve({ ...request, callId });
  });
}

function neverMends(store: Store): void {
  const lost = new Set<string>();
  patch(store, 'forfeit', (forfeit) => async (callId) => {
    await forfeit(callId);
    lost.add(callId);
  });
  patch(store, 'settle', (settle) => async (callId, reading) => (lost.has(callId) ? undefined : settle(callId, reading)));
}

/** What the policy is asked, and what is written. */
const BROKEN_RESERVATIONS: readonly Control[] = [
  [
    'guesses the balance of an account that it does not know',
    (store) => patch(store, 'state', (state) => async (accountId, nowMs) => (await state(accountId, nowMs)) ?? bucketStateOf()),
    'knows nothing of an account before',
  ],
  [
    'holds nothing back',
    (store) =>
      patch(store, 'state', (state) => async (accountId, nowMs) => {
        const known = await state(accountId, nowMs);
        return known === null ? null : { ...known, reservedWorstTokens: 0 };
      }),
    'holds back its worst case',
  ],
  [
    'does not tell the policy what is in flight',
    (store) =>
      patch(store, 'reserve', (reserve) => (request) => {
        const decide: typeof request.policy.decide = (state, cost, nowMs) => request.policy.decide({ ...state, reservedWorstTokens: 0 }, cost, nowMs);
        return reserve({ ...request, policy: { name: 'alone', decide } });
      }),
    'however many ask at once',
  ],
  [
    'writes before it asks',
    (store) =>
      patch(store, 'reserve', (reserve) => async (request) => {
        const result = await reserve({ ...request, policy: floorPolicy(-1_000_000) });
        if (result.kind !== 'granted') return result;
        const answer = request.policy.decide(result.state, request.cost, request.nowMs);
        return answer.kind === 'allow' ? result : { ...answer, state: result.state };
      }),
    'writes nothing where the policy says',
    'writes nothing where the policy throws',
  ],
  ['takes a repeated reserve for a new one', grantsOnceMore, 'answers a repeated reserve', 'hands a closed grant out to nobody'],
  [
    'has one bucket for all accounts',
    (store) => patch(store, 'observe', (observe) => (_accountId, reading) => observe('acc', reading)),
    'keeps accounts apart',
  ],
];

/** How a grant ends, and what a reading says. */
const BROKEN_ENDS: readonly Control[] = [
  ['forgets what was consumed', readings((reading) => ({ ...reading, tokensConsumed: 0 })), 'settles: the worst case is released'],
  [
    'takes a refusal for a request that never left',
    (store) =>
      patch(store, 'settle', (settle) => (callId, reading) => (reading.tokensConsumed === 0 ? store.cancel(callId) : settle(callId, reading))),
    'settles a refusal like any other answer',
  ],
  [
    'reads the balance from every answer, repeated and late ones too',
    (store) =>
      patch(store, 'settle', (settle) => async (callId, reading) => {
        await settle(callId, reading);
        await store.observe('acc', reading);
      }),
    'closes the same way twice',
    'that a process which had been stopped took in',
  ],
  [
    'contradicts nobody',
    (store) => {
      patch(store, 'cancel', (cancel) => (callId) => cancel(callId).catch(() => undefined));
      patch(store, 'settle', (settle) => (callId, reading) => settle(callId, reading).catch(() => undefined));
    },
    'refuses to cancel what was settled',
  ],
  ['never mends a forfeit', neverMends, 'lets knowledge mend a forfeit'],
  ['orders readings by arrival', byArrival, 'orders readings by the time'],
  ['believes no clock that was set back', onlyForward, 'believes a server whose clock', 'holds nothing back for grants of another clock'],
  [
    'takes no older answer, whoever gave it',
    (store) => {
      let latestMs = 0;
      patch(store, 'observe', (observe) => (accountId, reading) => {
        latestMs = reading.serverEndMs;
        return observe(accountId, reading);
      });
      patch(store, 'settle', (settle) => (callId, reading) => (reading.serverEndMs < latestMs ? store.forfeit(callId) : settle(callId, reading)));
    },
    'takes it from the first answer',
  ],
  [
    'believes a wrong key',
    readings((reading) => ({ ...reading, refillPerMinute: reading.refillPerMinute || 5 })),
    'takes nothing from the body of a wrong key',
  ],
  [
    'counts a tick before it is due',
    (store) => patch(store, 'state', (state) => (accountId, nowMs) => state(accountId, nowMs + 60_200)),
    'projects the balance by the ticks',
  ],
  [
    'believes a spike at once',
    (store) =>
      patch(store, 'observe', (observe) => async (accountId, reading) => {
        await observe(accountId, reading);
        await observe(accountId, reading);
      }),
    'does not spend a spike',
  ],
];

/** What nobody knows, and what others spend. */
const BROKEN_FEARS: readonly Control[] = [
  [
    'takes a forfeit for a request that never left',
    (store) => patch(store, 'forfeit', () => (callId) => store.cancel(callId)),
    'counts a forfeit until a reading',
  ],
  [
    'never takes an open grant for lost',
    (store) => patch(store, 'unresolved', () => async () => null),
    'treats an open grant of a dead process',
    'names when a read would resolve',
  ],
  [
    'ends open grants with any reading',
    (store) =>
      patch(store, 'observe', (observe) => async (accountId, reading) => {
        await observe(accountId, reading);
        for (const { callId, state } of await store.books.entries({ accountId })) if (state === 'open') await store.cancel(callId);
      }),
    'counts an open grant of a living process',
  ],
  [
    'suspects others of everything',
    (store) =>
      patch(
        store,
        'foreignSpend',
        (spend) => async (accountId, nowMs) => (await spend(accountId, nowMs)) ?? { tokens: 1, sinceMs: nowMs, tokensPerMinute: 1 },
      ),
    'tells of nobody else while our own',
    'for somebody else whose outcome nobody knows',
  ],
  ['suspects nobody', (store) => patch(store, 'foreignSpend', () => async () => null), 'who takes the whole refill'],
];

/** What the ledger tells people. */
const BROKEN_BOOKS: readonly Control[] = [
  [
    'lists the oldest requests first',
    ({ books }) => patch(books, 'entries', (entries) => async (query) => [...(await entries(query))].reverse()),
    'lists what was spent on what',
  ],
  [
    'adds up only the lines that it still has, cancelled ones too',
    ({ books }) =>
      patch(books, 'totals', (totals) => async (accountId, sinceMs) => {
        const lines = await books.entries({ accountId });
        const consumedTokens = lines.reduce((sum, line) => sum + (line.consumedTokens ?? 0), 0);
        return { ...(await totals(accountId, sinceMs)), requests: lines.length, consumedTokens };
      }),
    'adds up: what never left is no request',
    'lets closed lines of the ledger go',
  ],
  [
    'knows one stage only',
    ({ books }) =>
      patch(books, 'totals', (totals) => async (accountId, sinceMs) => {
        const told = await totals(accountId, sinceMs);
        return { ...told, byClass: told.byClass.map((line) => ({ ...line, stage: 'peek' })) };
      }),
    'tells apart what one class spends',
  ],
  [
    'adds up whole hours',
    ({ books }) =>
      patch(
        books,
        'totals',
        (totals) =>
          (accountId, sinceMs = 0) =>
            totals(accountId, sinceMs - (sinceMs % 3_600_000)),
      ),
    'adds up from any time on',
  ],
];

export const BROKEN_LEDGERS: readonly Control[] = [...BROKEN_RESERVATIONS, ...BROKEN_ENDS, ...BROKEN_FEARS, ...BROKEN_BOOKS];
