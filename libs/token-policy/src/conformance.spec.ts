import { describeTokenPolicy } from '@smart-ingestor/conformance';
import { DeficitLimit } from './deficit-limit';
import { NoDebt } from './no-debt';
import { Unlimited } from './unlimited';

describeTokenPolicy('deficit-limit', () => new DeficitLimit({ maxDeficitTokens: 180 }), { maxDeficitTokens: 180 });
describeTokenPolicy('deficit-limit with a small deficit', () => new DeficitLimit({ maxDeficitTokens: 12 }), { maxDeficitTokens: 12 });
describeTokenPolicy('no-debt', () => new NoDebt(), { maxDeficitTokens: 0 });
describeTokenPolicy('unlimited', () => new Unlimited(), { maxDeficitTokens: null });
