import type { SmartIngestorConfig } from './config-schema';

export type TemplateFormat = 'ts' | 'json' | 'yaml';

/** What `config init` writes: the defaults that people change first, spelled out. Each format says the same. */
const TEMPLATE_SETTINGS = {
  accounts: { main: { key: { env: 'KEEPA_API_KEY' }, tier: 'auto' } },
  tiers: {
    low: {
      whenRefill: { from: 0, below: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
    },
    standard: {
      whenRefill: { from: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
    },
  },
  jobs: {
    'books-us': {
      source: {
        use: 'deal-feed',
        options: {
          selection: {
            domainId: 1,
            priceTypes: [2],
            includeCategories: [283155],
            dateRange: 3,
            deltaPercentRange: [10, 2147483647],
            currentRange: [500, 45100],
            isFilterEnabled: true,
            isRangeEnabled: true,
            sortType: 4,
          },
        },
      },
      filter: { use: 'deal-rules', options: { dropPercent: { min: 10 }, marginMinor: { min: 1 } } },
      commit: { offers: 20 },
    },
  },
  store: { use: 'sqlite', options: { path: './data/smart-ingestor.db' } },
} satisfies SmartIngestorConfig;

export function configTemplate(format: TemplateFormat): string {
  if (format === 'json') return `${JSON.stringify(TEMPLATE_SETTINGS, null, 2)}\n`;
  if (format === 'yaml') return YAML_TEMPLATE;
  return TS_TEMPLATE;
}

const TS_TEMPLATE = `import type { SmartIngestorConfig } from '@smart-ingestor/composition';

export default {
  // The key is read from this environment variable; { file: './keepa.key' } works too.
  accounts: { main: { key: { env: 'KEEPA_API_KEY' }, tier: 'auto' } },
  // The tier follows the tokens a minute that Keepa reports. Below the deficit limit no request is sent.
  tiers: {
    low: {
      whenRefill: { from: 0, below: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
    },
    standard: {
      whenRefill: { from: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
    },
  },
  jobs: {
    'books-us': {
      // selection: what keepa.com/#!deals shows under "Show API query", here or in a JSON file ('./selection.json').
      source: {
        use: 'deal-feed',
        options: {
          selection: {
            domainId: 1,
            priceTypes: [2],
            includeCategories: [283155],
            dateRange: 3,
            deltaPercentRange: [10, 2147483647],
            currentRange: [500, 45100],
            isFilterEnabled: true,
            isRangeEnabled: true,
            sortType: 4,
          },
        },
      },
      filter: { use: 'deal-rules', options: { dropPercent: { min: 10 }, marginMinor: { min: 1 } } },
      // 6 tokens for each page of 10 offers that an ASIN has.
      commit: { offers: 20 },
    },
  },
  store: { use: 'sqlite', options: { path: './data/smart-ingestor.db' } },
} satisfies SmartIngestorConfig;
`;

const YAML_TEMPLATE = `# The key is read from this environment variable; { file: ./keepa.key } works too.
accounts:
  main: { key: { env: KEEPA_API_KEY }, tier: auto }
# The tier follows the tokens a minute that Keepa reports. Below the deficit limit no request is sent.
tiers:
  low:
    whenRefill: { from: 0, below: 20 }
    tokenPolicy: { use: deficit-limit, options: { maxDeficitTokens: 180 } }
    batchPolicy: { use: refill-tier }
  standard:
    whenRefill: { from: 20 }
    tokenPolicy: { use: deficit-limit, options: { maxDeficitTokens: 180 } }
    batchPolicy: { use: refill-tier }
jobs:
  books-us:
    # selection: what keepa.com/#!deals shows under "Show API query", here or in a JSON file (./selection.json).
    source:
      use: deal-feed
      options:
        selection:
          domainId: 1
          priceTypes: [2]
          includeCategories: [283155]
          dateRange: 3
          deltaPercentRange: [10, 2147483647]
          currentRange: [500, 45100]
          isFilterEnabled: true
          isRangeEnabled: true
          sortType: 4
    filter: { use: deal-rules, options: { dropPercent: { min: 10 }, marginMinor: { min: 1 } } }
    # 6 tokens for each page of 10 offers that an ASIN has.
    commit: { offers: 20 }
store: { use: sqlite, options: { path: ./data/smart-ingestor.db } }
`;
