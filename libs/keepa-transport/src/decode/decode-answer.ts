import type { KeepaRequest, ValueOf } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { decodeBestSellers, decodeFinderPage } from './asin-lists';
import { decodeCategories } from './categories';
import { decodeDealPage } from './deal-page';
import { decodeLightningDeals } from './lightning-deals';
import { decodeProducts } from './product-batch';
import { decodeSearchPage } from './search-page';
import { decodeSellers } from './seller-batch';

/** `null`: an honest envelope with nothing in it, which is not the same as an empty list. Never throws. */
export function decodeAnswer<R extends KeepaRequest>(request: R, envelope: KeepaEnvelope, serverEndMs: number): ValueOf<R> | null {
  return decodeAny(request, envelope, serverEndMs) as ValueOf<R> | null;
}

function decodeAny(request: KeepaRequest, envelope: KeepaEnvelope, serverEndMs: number): ValueOf<KeepaRequest> | null {
  switch (request.endpoint) {
    case 'deal':
      return decodeDealPage(envelope, request, serverEndMs);
    case 'product':
      return decodeProducts(envelope, request);
    case 'seller':
      return decodeSellers(envelope);
    case 'query':
      return decodeFinderPage(envelope);
    case 'bestsellers':
      return decodeBestSellers(envelope);
    case 'category':
      return decodeCategories(envelope, request);
    case 'search':
      return request.type === 'category' ? decodeCategories(envelope, request) : decodeSearchPage(envelope, request);
    case 'lightningdeal':
      return decodeLightningDeals(envelope, request);
  }
}
