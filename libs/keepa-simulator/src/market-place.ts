import { msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import { Catalogue } from './catalogue';
import { DealFeed } from './deal-feed';
import { SellerPool } from './sellers';

/** Everything of one domain that is for sale. */
export interface MarketPlace {
  readonly catalogue: Catalogue;
  readonly feed: DealFeed;
  readonly sellers: SellerPool;
}

/** The market places of an account, each made when it is first asked for. */
export class MarketPlaces {
  private readonly places = new Map<number, MarketPlace>();
  readonly openedAtMinute: number;

  constructor(
    private readonly seed: number,
    private readonly catalogueSize: number,
    openedAtMs: number,
  ) {
    this.openedAtMinute = msToKeepaMinutes(openedAtMs);
  }

  of(domainId: number): MarketPlace {
    let place = this.places.get(domainId);
    if (place === undefined) {
      const catalogue = new Catalogue(this.seed, domainId, this.catalogueSize);
      place = { catalogue, feed: new DealFeed(catalogue), sellers: new SellerPool(catalogue.seed) };
      this.places.set(domainId, place);
    }
    return place;
  }
}
