import { describeBatchPolicy } from '@smart-ingestor/conformance';
import { BudgetFit } from './budget-fit';
import { Fixed } from './fixed';
import { RefillTier } from './refill-tier';

describeBatchPolicy('refill-tier', () => new RefillTier({ boundaryRefillPerMinute: 20, sizeAtOrAbove: 50, sizeBelow: 20 }));
describeBatchPolicy('fixed', () => new Fixed({ size: 3 }));
describeBatchPolicy('budget-fit', () => new BudgetFit());
