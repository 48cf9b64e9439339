import { z } from 'zod';
import { accountsSection } from './sections/accounts-section';
import { jobsSection } from './sections/jobs-section';
import { listenersSection } from './sections/listeners-section';
import { providerChoice } from './sections/provider-choice';
import { tiersSection } from './sections/tiers-section';

export const configSchema = z.strictObject({
  accounts: accountsSection.optional(),
  tiers: tiersSection.optional(),
  jobs: jobsSection.optional(),
  store: providerChoice('sqlite'),
  listeners: listenersSection,
});

/** What a config file exports. Everything is optional. */
export type SmartIngestorConfig = z.input<typeof configSchema>;

/** Identity with types: an editor completes and checks the config. */
export function defineConfig(config: SmartIngestorConfig): SmartIngestorConfig {
  return config;
}

/** JSON Schema (draft 2020-12) of a config file, for editors of JSON and YAML. */
export function configJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(configSchema, { io: 'input' }) };
}
