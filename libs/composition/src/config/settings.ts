import type { Pace } from '@smart-ingestor/ingestion';
import type { AccountKey } from './account-key';

/** Which provider, and its options as its schema returned them: defaults filled in. */
export interface ProviderSettings {
  readonly use: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface AccountSettings {
  readonly key: AccountKey;
  /** `auto` or the name of a tier. */
  readonly tier: string;
  readonly baseUrl: string;
  readonly onBlocked: 'wait' | 'throw';
  readonly retryLimit: number;
  readonly pace: Pace;
  /** Names of the jobs that it works on; absent: all. */
  readonly jobs?: readonly string[] | undefined;
  readonly transport: ProviderSettings;
}

export interface TierSettings {
  /** Tokens a minute; absent for a tier that is only used where an account names it. */
  readonly whenRefill?: { readonly from: number; readonly below?: number | undefined } | undefined;
  readonly tokenPolicy: ProviderSettings;
  readonly batchPolicy: ProviderSettings;
  readonly dealValue: ProviderSettings;
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
  /** Durations as text, `72h`. */
  readonly refreshWithin: string | false;
  readonly refresh: { readonly offers?: number | undefined };
  readonly sellers: { readonly within: string } | false;
  readonly prune: { readonly expireAfter: string; readonly deleteAfter: string } | false;
}

/** A config that was checked from end to end, with every default filled in. Holds no readable key. */
export interface Settings {
  readonly accounts: Readonly<Record<string, AccountSettings>>;
  readonly tiers: Readonly<Record<string, TierSettings>>;
  readonly jobs: Readonly<Record<string, JobSettings>>;
  readonly store: ProviderSettings;
  /** They hear every event, after those that code handed in. */
  readonly listeners: readonly ProviderSettings[];
}

/** Path (`jobs.books.commit.offers`, and every path above it) → the uppermost layer that sets it. */
export type Origins = Readonly<Record<string, string>>;

/** Settings in force, where each came from, and the file that was read (`null`: none). What `loadConfig` returns and `compose` takes. */
export interface ResolvedConfig {
  readonly config: Settings;
  readonly origins: Origins;
  readonly file: string | null;
}
