import type { KeepaRequest, ProductRequest, SellerRequest } from '@smart-ingestor/contracts';

/** Everything in a request that has a price, and nothing of which items it asks for. @example `product:offers=20,rating,stock` */
export function shapeOf(request: KeepaRequest): string {
  switch (request.endpoint) {
    case 'deal':
      return 'deal';
    case 'product':
      return named('product', productParts(request));
    case 'seller':
      return named('seller', sellerParts(request));
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

function named(endpoint: string, parts: readonly (string | false)[]): string {
  const priced = parts.filter((part) => part !== false);
  return priced.length === 0 ? endpoint : `${endpoint}:${priced.join(',')}`;
}
