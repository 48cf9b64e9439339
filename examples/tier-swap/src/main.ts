import 'reflect-metadata';
import { compose, type ComposeOptions, defineConfig } from '@smart-ingestor/composition';
import type { IngestionEvent, RunSummary } from '@smart-ingestor/contracts';

/** Policies per tier, by config alone. A tier is chosen by the refill rate that Keepa reports, again with every answer. */
export const config = defineConfig({
  tiers: {
    // Below 20 tokens a minute: three ASINs at a time and never any debt, so that the first deal comes soon and the key stays usable.
    low: { whenRefill: { from: 0, below: 20 }, tokenPolicy: { use: 'no-debt' }, batchPolicy: { use: 'fixed', options: { size: 3 } } },
    // The defaults of the framework.
    standard: { whenRefill: { from: 20, below: 200 }, tokenPolicy: { use: 'deficit-limit' }, batchPolicy: { use: 'refill-tier' } },
    // Plenty: requests as large as the bucket affords.
    large: { whenRefill: { from: 200 }, tokenPolicy: { use: 'no-debt' }, batchPolicy: { use: 'budget-fit' } },
  },
});

const sayTier = {
  on(event: IngestionEvent): void {
    if (event.type === 'tier.selected') console.log(`${event.refillPerMinute}/min: ${event.tier} (${event.tokenPolicy}, ${event.batchPolicy})`);
  },
};

export async function main(
  options: ComposeOptions = {},
  bounds: { forMs?: number; untilDeals?: number } = {},
  settings = config,
): Promise<RunSummary> {
  const composition = await compose(settings, { listeners: [sayTier], ...options });
  return composition.run(bounds).finally(() => composition.close());
}

if (require.main === module) void main({}, { untilDeals: 20 }).then((summary) => console.log(summary));
