import type { TokenDecision, TokenPolicy } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';

/** Sends whatever it is asked to, as deep into debt as Keepa lets it. For tests, and to show in the lab what the other policies prevent. */
@injectable()
export class Unlimited implements TokenPolicy {
  readonly name = 'unlimited';

  decide(): TokenDecision {
    return { kind: 'allow' };
  }
}
