import { msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import { Catalogue } from './catalogue';
import { CategoryTree } from './category-tree';
import { DealFeed } from './deal-feed';
import { SellerPool } from './sellers';

/** Everything of one domain that is for sale. */
export class MarketPlace {
  readonly feed: DealFeed;
  readonly sellers: SellerPool;
  private tree: CategoryTree | null = null;

  constructor(readonly catalogue: Catalogue) {
    this.feed = new DealFeed(catalogue);
    this.sellers = new SellerPool(catalogue.seed);
  }

  /** Made when it is first asked for: it counts every product. */
  get categories(): CategoryTree {
    return (this.tree ??= new CategoryTree(this.catalogue));
  }
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
    if (place === undefined) this.places.set(domainId, (place = new MarketPlace(new Catalogue(this.seed, domainId, this.catalogueSize))));
    return place;
  }
}
