import type { AccountKey } from './account-key';

/** Which provider, and its options as its schema returned them: defaults filled in. */
export interface ProviderSettings {
  readonly use: string;
  readonly options: unknown;
}

export interface AccountSettings {
  readonly key: AccountKey;
  /** `auto` or the name of a tier. */
  readonly tier: string;
  readonly baseUrl: string;
  readonly onBlocked: 'wait' | 'throw';
  readonly retryLimit: number;
  readonly transport: ProviderSettings;
}

export interface TierSettings {
  /** Tokens a minute; absent for a tier that is only used where an account names it. */
  readonly whenRefill?: { readonly from: number; readonly below?: number | undefined } | undefined;
  readonly tokenPolicy: ProviderSettings;
  readonly batchPolicy: ProviderSettings;
}

export interface JobSettings {
  readonly source: ProviderSettings;
  readonly filter: ProviderSettings;
  readonly peek: { readonly statsDays: number };
  readonly commit: {
    readonly offers: number;
    readonly statsDays: number;
    readonly historyDays: number;
    readonly stock: boolean;
    readonly rating: boolean;
  };
}

/** A config that was checked from end to end, with every default filled in. Holds no readable key. */
export interface ResolvedConfig {
  readonly accounts: Readonly<Record<string, AccountSettings>>;
  readonly tiers: Readonly<Record<string, TierSettings>>;
  readonly jobs: Readonly<Record<string, JobSettings>>;
  readonly store: ProviderSettings;
}

/** Path (`jobs.books.commit.offers`) → the layer that its value came from. */
export type Origins = Readonly<Record<string, string>>;
