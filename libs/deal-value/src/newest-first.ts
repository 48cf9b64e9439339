import type { DealValue } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';

/** The default: all are worth the same, so the order is that of their lastUpdate, newest first. What is fresh is most likely still there. */
@injectable()
export class NewestFirst implements DealValue {
  readonly name = 'newest-first';

  valueOf(): number {
    return 0;
  }
}
