import { dealOf } from '@smart-ingestor/conformance';
import { concerns } from './concerned-lanes';
import { FakeLane } from './testing/fake-lane';
import { itemsOf, jobOf } from './testing/rig';
import type { Yield } from './units/unit';

const NEVER = Number.POSITIVE_INFINITY;
const claimed = { ...itemsOf(1)[0]!, state: 'queued', workClass: 'discover', attempts: 0, fence: 1 } as const;
const lease = { jobId: 'books', feedHash: 'h1', part: 'pass', fence: 1 } as const;

describe('What became durable', () => {
  it.each<[string, Yield, readonly string[]]>([
    ['new items', { newItems: itemsOf(1) }, ['discover', 'adhoc']],
    ['transitions', { transitions: [{ item: claimed, to: 'accepted', reason: null }] }, ['discover', 'adhoc']],
    ['the move of a feed', { feed: { lease } }, ['scan']],
    ['deals', { deals: [dealOf()] }, ['refresh']],
    ['sellers that were seen', { sellersSeen: [{ domainId: 1, sellerIds: ['A1'] }] }, ['seller']],
    ['nothing', {}, []],
  ])('as %s is work for the lanes that it concerns, and for no others', (_what, durable, expected) => {
    const classes = ['scan', 'discover', 'adhoc', 'refresh', 'seller'] as const;
    expect(classes.filter((workClass) => concerns(durable, new FakeLane(workClass), NEVER))).toEqual(expected);
  });

  it('concerns no job but its own', () => {
    const games = jobOf({ id: 'games' });
    expect(concerns({ newItems: itemsOf(1) }, new FakeLane('discover', { job: games }), NEVER)).toBe(false);
    expect(concerns({ feed: { lease } }, new FakeLane('scan', { job: games }), NEVER)).toBe(false);
  });

  it('as an item that ends may free its product for the items of other jobs, in its own domain', () => {
    const ended: Yield = { transitions: [{ item: claimed, to: 'stored', reason: null }] };
    const games = jobOf({ id: 'games' });
    expect(concerns(ended, new FakeLane('discover', { job: games }), NEVER)).toBe(true);
    const elsewhere = jobOf({ id: 'games', source: { ...games.source, domainId: 3 } });
    expect(concerns(ended, new FakeLane('discover', { job: elsewhere }), NEVER)).toBe(false);
  });

  it('as a renewed deal wakes no refresh lane that knows when its next row is due: that is later now, not sooner', () => {
    expect(concerns({ deals: [dealOf()] }, new FakeLane('refresh'), 5_000)).toBe(false);
  });
});
