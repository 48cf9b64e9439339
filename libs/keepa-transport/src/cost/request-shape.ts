import type { KeepaRequest, ProductRequest, ProductSearchRequest, SellerRequest } from '@smart-ingestor/contracts';

/** Everything in a request that has a price, and nothing of which items it asks for. @example `product:offers=20,rating,stock` */
export function shapeOf(request: KeepaRequest): string {
  switch (request.endpoint) {
    case 'deal':
    case 'bestsellers':
    case 'category':
      return request.endpoint;
    case 'product':
      return named('product', productParts(request));
    case 'seller':
      return named('seller', sellerParts(request));
    case 'query':
      return named('query', [`per-page=${request.perPage}`]);
    case 'search':
      return named(`search-${request.type}`, request.type === 'category' ? [] : searchParts(request));
    case 'lightningdeal':
      return named('lightningdeal', [request.asin !== undefined && 'asin']);
  }
}

function productParts(request: ProductRequest): (string | false)[] {
  const { codes, codeLimit, offers, updateHours } = request;
  return [
    codes !== undefined && `codes=${codeLimit ?? 1}`,
    offers !== undefined && `offers=${offers}`,
    request.onlyLiveOffers === true && 'only-live-offers',
    request.rating === true && 'rating',
    request.stock === true && 'stock',
    request.buybox === true && 'buybox',
    updateHours !== undefined && `update=${updateHours}`,
  ];
}

function sellerParts({ storefront, updateHours }: SellerRequest): (string | false)[] {
  return [storefront === true && 'storefront', updateHours !== undefined && `update=${updateHours}`];
}

function searchParts({ page, rating, updateHours }: ProductSearchRequest): (string | false)[] {
  return [page === undefined && 'first-40', rating === true && 'rating', updateHours !== undefined && `update=${updateHours}`];
}

function named(endpoint: string, parts: readonly (string | false)[]): string {
  const priced = parts.filter((part) => part !== false);
  return priced.length === 0 ? endpoint : `${endpoint}:${priced.join(',')}`;
}
