import 'reflect-metadata';
import { compose, type ComposeOptions, defineConfig } from '@smart-ingestor/composition';
import { DEAL_FILTER, definePlugin, type RunSummary } from '@smart-ingestor/contracts';
import { profitFilterOptions } from './options';
import { ProfitFilter } from './profit-filter';

const profitFilter = definePlugin({ name: 'profit-filter', slot: DEAL_FILTER, options: profitFilterOptions, useClass: ProfitFilter });

const config = defineConfig({ jobs: { 'profitable-books': { filter: { use: 'profit-filter', options: { minProfitMinor: 200 } } } } });

export async function main(options: ComposeOptions = {}): Promise<RunSummary> {
  const composition = await compose(config, { plugins: [profitFilter], ...options });
  return composition.run({ untilDeals: 10 }).finally(() => composition.close());
}

if (require.main === module) void main().then((summary) => console.log(summary));
