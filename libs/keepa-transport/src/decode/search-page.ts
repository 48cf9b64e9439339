import type { ProductSearchRequest, SearchPage } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { decodeAsins } from './asin-lists';
import { decodeProducts } from './product-batch';

/** Products, or with `asinsOnly` their ASINs. `null`: the body holds neither. Never throws. */
export function decodeSearchPage(envelope: KeepaEnvelope, request: ProductSearchRequest): SearchPage | null {
  if (request.asinsOnly === true && envelope.asinList !== undefined) return { ...decodeAsins(envelope.asinList), products: [] };
  const batch = decodeProducts(envelope, request);
  return batch === null ? null : { ...batch, asins: batch.products.map(({ asin }) => asin) };
}
