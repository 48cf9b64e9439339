import type { SmartIngestorConfig } from './config-schema';

export type TemplateFormat = 'ts' | 'json' | 'yaml';

/** What `config init` writes: the defaults that people change first, spelled out. Each format says the same. */
const TEMPLATE_SETTINGS = {
  accounts: { main: { key: { env: 'KEEPA_API_KEY' }, tier: 'auto', pace: { weights: { discover: 0.4, refresh: 0.3, seller: 0.1, adhoc: 0.4 } } } },
  tiers: {
    low: {
      whenRefill: { from: 0, below: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
      dealValue: { use: 'newest-first' },
    },
    standard: {
      whenRefill: { from: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
      dealValue: { use: 'newest-first' },
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
      refreshWithin: '72h',
      sellers: false,
      prune: { expireAfter: '14d', deleteAfter: '30d' },
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
  accounts: {
    main: {
      // The key is read from this environment variable; { file: './keepa.key' } works too.
      key: { env: 'KEEPA_API_KEY' },
      tier: 'auto',
      // Shares of the tokens that scans leave over, among the classes that have work.
      pace: { weights: { discover: 0.4, refresh: 0.3, seller: 0.1, adhoc: 0.4 } },
    },
  },
  // The tier follows the tokens a minute that Keepa reports. Below the deficit limit no request is sent.
  // dealValue: what is bought first where not all can be: newest-first, biggest-drop or best-margin.
  tiers: {
    low: {
      whenRefill: { from: 0, below: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
      dealValue: { use: 'newest-first' },
    },
    standard: {
      whenRefill: { from: 20 },
      tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
      batchPolicy: { use: 'refill-tier' },
      dealValue: { use: 'newest-first' },
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
      // A stored deal that no scan showed for so long is looked at again, 1 token; false: never.
      refreshWithin: '72h',
      // { within: '30d' } looks up who sells the stored deals, 1 token a seller.
      sellers: false,
      // Unseen for so long although a refresh asked: hidden; still so: deleted. false: never.
      prune: { expireAfter: '14d', deleteAfter: '30d' },
    },
  },
  store: { use: 'sqlite', options: { path: './data/smart-ingestor.db' } },
} satisfies SmartIngestorConfig;
`;

const YAML_TEMPLATE = `accounts:
  main:
    # The key is read from this environment variable; { file: ./keepa.key } works too.
    key: { env: KEEPA_API_KEY }
    tier: auto
    # Shares of the tokens that scans leave over, among the classes that have work.
    pace: { weights: { discover: 0.4, refresh: 0.3, seller: 0.1, adhoc: 0.4 } }
# The tier follows the tokens a minute that Keepa reports. Below the deficit limit no request is sent.
# dealValue: what is bought first where not all can be: newest-first, biggest-drop or best-margin.
tiers:
  low:
    whenRefill: { from: 0, below: 20 }
    tokenPolicy: { use: deficit-limit, options: { maxDeficitTokens: 180 } }
    batchPolicy: { use: refill-tier }
    dealValue: { use: newest-first }
  standard:
    whenRefill: { from: 20 }
    tokenPolicy: { use: deficit-limit, options: { maxDeficitTokens: 180 } }
    batchPolicy: { use: refill-tier }
    dealValue: { use: newest-first }
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
    # A stored deal that no scan showed for so long is looked at again, 1 token; false: never.
    refreshWithin: 72h
    # { within: 30d } looks up who sells the stored deals, 1 token a seller.
    sellers: false
    # Unseen for so long although a refresh asked: hidden; still so: deleted. false: never.
    prune: { expireAfter: 14d, deleteAfter: 30d }
store: { use: sqlite, options: { path: ./data/smart-ingestor.db } }
`;
