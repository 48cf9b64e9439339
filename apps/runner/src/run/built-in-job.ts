import type { ResolvedConfig } from '@smart-ingestor/composition';
import { type Output, writeLine } from '../io';

/** Category ids may be beyond 2^53. */
function compact(options: unknown): string {
  return JSON.stringify(options, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Without configured jobs the built-in one spends tokens: it is shown before it spends the first. */
export function announceBuiltInJob({ config, origins }: ResolvedConfig, output: Output): void {
  if (Object.entries(origins).some(([path, layer]) => path.startsWith('jobs.') && layer !== 'default')) return;
  for (const [name, { source, filter }] of Object.entries(config.jobs)) {
    writeLine(output, `No jobs are configured, so the built-in "${name}" runs (smart-ingestor config init writes it down to be changed):`);
    writeLine(output, `  source ${source.use} ${compact(source.options)}`);
    writeLine(output, `  filter ${filter.use} ${compact(filter.options)}`);
  }
}
