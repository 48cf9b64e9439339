import { plainItems, plainJob, UnitRig } from '../testing/unit-rig';
import { BuyLane } from './buy-lane';

describe('the template that a batch is priced by', () => {
  // A template of distinct ASINs only would price every batch as one ASIN: the floor would hold nothing.
  it.each(['queued', 'accepted'] as const)('carries as many ASINs as the request for %s items will', async (state) => {
    const rig = new UnitRig({ job: plainJob() });
    rig.store.add(plainItems(1), { state });
    const unit = await rig.unit(new BuyLane('discover', rig.job, rig.parts));
    for (const size of [1, 20, 50, 100]) expect(unit.template(size)).toMatchObject({ asins: { length: size } });
  });
});
