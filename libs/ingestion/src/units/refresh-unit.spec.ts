import { dealOf } from '@smart-ingestor/conformance';
import { batchOf } from '../testing/scripted-transport';
import { HOUR_MS, NOW_MS, plainJob, UnitRig } from '../testing/unit-rig';
import { RefreshLane } from './refresh-lane';

it('Rows that another process refreshed meanwhile are not told as refreshed', async () => {
  const refresh = { withinMs: 24 * HOUR_MS };
  const rig = new UnitRig({ job: plainJob({ refresh }) });
  for (const asin of ['A', 'B']) rig.store.knows(dealOf({ asin, lastSeenMs: NOW_MS - 48 * HOUR_MS }));
  const loaded = await rig.load(new RefreshLane(rig.job, refresh, rig.parts));
  rig.store.dealRows.get('B')!.fence += 1;
  await rig.digest(loaded, batchOf(['A', 'B']));
  expect(rig.eventsOf('deals.refreshed')).toMatchObject([{ refreshed: 1, withoutData: 0, rejected: 0, fencedOut: 1 }]);
});
