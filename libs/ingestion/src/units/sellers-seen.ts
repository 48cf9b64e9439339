import type { ProductSnapshot, SellersSeen } from '@smart-ingestor/contracts';
import type { Job } from '../job';

/** Who offers these products now; nobody where the job does not look sellers up. */
export function sellersOf(job: Job, products: readonly ProductSnapshot[]): readonly SellersSeen[] {
  if (job.sellers === null) return [];
  const sellerIds = new Set(products.flatMap((product) => product.offers?.live.map((offer) => offer.sellerId) ?? []));
  return sellerIds.size === 0 ? [] : [{ domainId: job.source.domainId, sellerIds: [...sellerIds] }];
}
