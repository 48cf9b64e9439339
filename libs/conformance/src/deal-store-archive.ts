import type { DealStore, StoredRaw, TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { productOf } from './deal-data';
import { claimOf, dealOf, newItemOf, rawResponseOf, readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const HELD = { itemsFinishedBeforeMs: 0, purchasesBeforeMs: 0, ledgerBeforeMs: 0, rawBeforeMs: 0, limit: 100 };

/** What was paid for is kept, may be read anew at 0 tokens, and goes when its time is over. */
export function describeArchive(of: () => DealStore & TokenLedger): void {
  describeRaw(of);
  describeReplay(of);
  describeRetention(of);
}

async function rawOf(store: DealStore, query: { endpoint?: string; sinceMs?: number } = {}): Promise<readonly StoredRaw[]> {
  const found: StoredRaw[] = [];
  for await (const stored of store.stateStore.rawResponses(query)) found.push(stored);
  return found;
}

/** Commits what one settled request brought. */
async function pay(store: DealStore & TokenLedger, callId: string, commit: Partial<Parameters<DealStore['commit']>[0]>): Promise<void> {
  await store.observe('acc', readingOf());
  await store.reserve(reserveRequestOf(callId));
  await store.commit({ settlement: { callId, reading: readingOf() }, nowMs: NOW, ...commit });
}

function describeRaw(of: () => DealStore & TokenLedger): void {
  it('gives every response back as it was paid for, oldest first', async () => {
    await pay(of(), 'late', { raw: rawResponseOf('{"page":"ü"}'), nowMs: NOW + 2 });
    await of().commit({ raw: { ...rawResponseOf('[]'), endpoint: 'product' }, nowMs: NOW + 3 });
    for (let n = 0; n < 50; n += 1) await of().commit({ raw: rawResponseOf(String(n)), nowMs: NOW });
    const all = await rawOf(of());
    expect(all.map(({ receivedAtMs }) => receivedAtMs)).toEqual([...Array<number>(50).fill(NOW), NOW + 2, NOW + 3]);
    expect(all.slice(0, 50).map(({ raw }) => new TextDecoder().decode(raw.body))).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
    const [paid] = await rawOf(of(), { endpoint: 'deal', sinceMs: NOW + 1 });
    expect(paid).toMatchObject({ callId: 'late', receivedAtMs: NOW + 2, raw: { endpoint: 'deal', request: '{"page":0}', status: 200 } });
    expect(new TextDecoder().decode(paid!.raw.body)).toBe('{"page":"ü"}');
    expect(await rawOf(of(), { endpoint: 'product' })).toMatchObject([{ callId: null }]);
  });
}

function describeReplay(of: () => DealStore & TokenLedger): void {
  const bought = (
    stage: 'peek' | 'commit',
    brand: string,
  ): { domainId: number; asin: string; lastUpdateMs: number; stage: typeof stage; product: ReturnType<typeof productOf> } => ({
    domainId: 1,
    asin: 'A',
    lastUpdateMs: NOW,
    stage,
    product: productOf({ asin: 'A', brand }),
  });

  it('writes what is read anew into the purchases of that request and into the deal, and tells how many', async () => {
    await pay(of(), 'c', { purchases: [bought('commit', 'old')], deals: [dealOf({ asin: 'A', product: bought('commit', 'old').product })] });
    await pay(of(), 'other', { purchases: [{ ...bought('commit', 'other'), asin: 'B' }] });
    const product = productOf({ asin: 'A', brand: 'new', fees: { referralPercent: 10, pickAndPackMinor: 500, variableClosingMinor: 180 } });
    expect(await of().stateStore.reinterpret('c', [product, productOf({ asin: 'B' }), productOf({ asin: 'C' })])).toEqual({ purchases: 1, deals: 1 });
    expect(await of().work.purchases('commit', [bought('commit', '')])).toEqual([{ ...bought('commit', ''), product }]);
    expect(await of().deals.byAsin(1, ['A'])).toEqual([dealOf({ asin: 'A', product, marginMinor: 4_000 - 400 - 680 - 1_500 })]);
  });

  it('changes no deal that holds something newer', async () => {
    const newer = productOf({ asin: 'A', brand: 'newer', lastUpdateMs: NOW });
    await pay(of(), 'c', { purchases: [bought('commit', 'old')], deals: [dealOf({ asin: 'A', product: newer })] });
    expect(await of().stateStore.reinterpret('c', [productOf({ asin: 'A', lastUpdateMs: NOW - 1 })])).toEqual({ purchases: 1, deals: 0 });
    expect((await of().deals.byAsin(1, ['A']))[0]!.product).toEqual(newer);
  });

  it('never lets the cheap look replace what the dear one brought', async () => {
    const full = productOf({ asin: 'A', brand: 'with offers', offers: { retrievedCount: 1, totalCount: 1, fbaCount: 0, fbmCount: 1, live: [] } });
    await pay(of(), 'p', { purchases: [bought('peek', 'old')], deals: [dealOf({ asin: 'A', product: full })] });
    expect(await of().stateStore.reinterpret('p', [productOf({ asin: 'A', brand: 'cheap' })])).toEqual({ purchases: 1, deals: 0 });
    expect(await of().stateStore.reinterpret('refresh', [productOf({ asin: 'A', brand: 'cheap', monthlySold: 9 })])).toEqual({
      purchases: 0,
      deals: 1,
    });
    expect((await of().deals.byAsin(1, ['A']))[0]!.product).toEqual({ ...full, brand: 'cheap', monthlySold: 9 });
  });
}

function describeRetention(of: () => DealStore & TokenLedger): void {
  it('deletes nothing that is not older than asked', async () => {
    await pay(of(), 'a', { raw: rawResponseOf('{}'), newItems: [newItemOf({ state: 'rejected', reason: 'x' })] });
    expect(await of().stateStore.retain(HELD)).toEqual({ work_item: 0, purchase: 0, token_grant: 0, raw_response: 0 });
    const atNow = { itemsFinishedBeforeMs: NOW, purchasesBeforeMs: NOW, ledgerBeforeMs: NOW, rawBeforeMs: NOW, limit: 100 };
    expect(await of().stateStore.retain(atNow)).toEqual({ work_item: 0, purchase: 0, token_grant: 0, raw_response: 0 });
  });

  it('lets finished items go, oldest first and a few at a time, and never an open one', async () => {
    await of().commit({ newItems: [newItemOf({ asin: 'OPEN' }), newItemOf({ asin: 'R1', state: 'rejected', reason: 'x' })], nowMs: NOW });
    await of().commit({ newItems: [newItemOf({ asin: 'R2', state: 'rejected', reason: 'x' })], nowMs: NOW + 1 });
    const old = { ...HELD, itemsFinishedBeforeMs: NOW + 10 };
    expect(await of().stateStore.retain({ ...old, limit: 1 })).toMatchObject({ work_item: 1 });
    expect((await of().jobStatus(NOW))[0]).toMatchObject({ items: { queued: 1, rejected: 1 } });
    expect(await of().stateStore.retain(old)).toMatchObject({ work_item: 1 });
    expect((await of().work.claim(claimOf({ nowMs: NOW + 10 }))).map(({ asin }) => asin)).toEqual(['OPEN']);
  });

  it('keeps a purchase as long as an open item may ask for it', async () => {
    const version = { domainId: 1, lastUpdateMs: NOW - 5 };
    const purchase = (asin: string): { domainId: number; asin: string; lastUpdateMs: number; stage: 'peek'; product: null } => ({
      ...version,
      asin,
      stage: 'peek',
      product: null,
    });
    await of().commit({ newItems: [newItemOf({ ...version, asin: 'OPEN' })], purchases: [purchase('OPEN'), purchase('DONE')], nowMs: NOW });
    expect(await of().stateStore.retain({ ...HELD, purchasesBeforeMs: NOW + 1 })).toMatchObject({ purchase: 1 });
    expect(await of().work.purchases('peek', [purchase('OPEN'), purchase('DONE')])).toEqual([purchase('OPEN')]);
  });

  it('lets closed lines of the ledger go, keeps open ones, and goes on counting what was spent', async () => {
    await of().observe('acc', readingOf());
    for (const callId of ['s', 'f', 'o']) await of().reserve(reserveRequestOf(callId));
    await of().settle('s', readingOf({ tokensConsumed: 7 }));
    await of().forfeit('f');
    const totals = await of().books.totals('acc');
    expect(await of().stateStore.retain({ ...HELD, ledgerBeforeMs: NOW + 1 })).toMatchObject({ token_grant: 2 });
    expect((await of().books.entries({})).map(({ callId }) => callId)).toEqual(['o']);
    expect(await of().books.totals('acc')).toEqual(totals);
  });

  it('deletes responses received before a time, and no others', async () => {
    for (const atMs of [NOW, NOW + 1, NOW + 2]) await of().commit({ raw: rawResponseOf('{"deals":{}}'), nowMs: atMs });
    expect(await of().stateStore.retain({ ...HELD, rawBeforeMs: NOW + 2 })).toMatchObject({ raw_response: 2 });
    expect(await rawOf(of())).toMatchObject([{ receivedAtMs: NOW + 2 }]);
  });
}
