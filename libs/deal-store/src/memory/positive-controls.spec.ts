import { describeDealStore, describeTokenLedger, lawsOf } from '@smart-ingestor/conformance';
import { BROKEN_ARCHIVES } from '../testing/broken/archive';
import { BROKEN_COMMITS } from '../testing/broken/commits';
import type { Control } from '../testing/broken/damage';
import { BROKEN_DEALS } from '../testing/broken/deals';
import { BROKEN_ITEMS } from '../testing/broken/items';
import { BROKEN_LEASES } from '../testing/broken/leases';
import { BROKEN_LEDGERS } from '../testing/broken/ledgers';
import { MemoryDealStore } from './memory-deal-store';

/** A law that nothing can break proves nothing: each of these stores breaks some on purpose, and the suites say which. */
const CONTROLS: readonly Control[] = [...BROKEN_COMMITS, ...BROKEN_ITEMS, ...BROKEN_LEASES, ...BROKEN_DEALS, ...BROKEN_ARCHIVES, ...BROKEN_LEDGERS];

/** A control that stumbles over itself breaks every law and proves none. */
const NOT_BY_ACCIDENT = /^(?!.*(is not a function|is not defined))/s;

/** Every law of both suites, on stores with this damage. */
function laws(damage: Control[1]): ReturnType<typeof lawsOf> {
  const make = (): MemoryDealStore => {
    const store = new MemoryDealStore();
    damage(store);
    return store;
  };
  return lawsOf(() => {
    describeDealStore('a store', make);
    describeTokenLedger('a store', make);
  });
}

function lawsAbout(words: string, damage: Control[1] = () => {}): ReturnType<typeof lawsOf> {
  return laws(damage).filter(({ name }) => name.includes(words));
}

describe('the suites for stores and ledgers', () => {
  it.each(CONTROLS.map(([what, damage, ...noticed]) => ({ what, damage, noticed })))('notice a store that $what', async ({ damage, noticed }) => {
    for (const words of noticed) {
      const [law, ...others] = lawsAbout(words, damage);
      expect([words, others]).toEqual([words, []]);
      await expect(law?.run()).rejects.toThrow(NOT_BY_ACCIDENT);
    }
  });

  it('have a control for every law', () => {
    const noticed = CONTROLS.flatMap(([, , ...words]) => words);
    const unproven = laws(() => {}).filter(({ name }) => !noticed.some((words) => name.includes(words)));
    expect(unproven.map(({ name }) => name)).toEqual([]);
  });
});
