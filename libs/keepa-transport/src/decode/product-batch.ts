import type { DecodeProblem, Fees, ProductBatch, ProductSnapshot } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { decodeHistory } from './history';
import { decodeOffers } from './offers';
import {
  asinOrNull,
  categoryOrNull,
  countOrNull,
  elementsOf,
  type Members,
  membersOf,
  percentOrNull,
  positiveOrNull,
  textOrNull,
  textsOf,
  timeOrNull,
} from './read-value';
import { decodeBuyBox, decodeStatistics } from './statistics';

/** Keepa's product type of an ASIN that is invalid or has no data. */
const NO_DATA = 4;

/**
 * `null`: the body has no member `products`, so nothing can be concluded of the ASINs; a `products` of null is Keepa's word for "none of them".
 * Never throws.
 */
export function decodeProducts(envelope: KeepaEnvelope, request: { readonly domainId: number }): ProductBatch | null {
  const { products: sent } = envelope;
  if (sent === null) return { products: [], problems: [] };
  if (!Array.isArray(sent)) return null;
  const products: ProductSnapshot[] = [];
  const problems: DecodeProblem[] = [];
  for (const element of sent as readonly unknown[]) {
    if (element === null) continue;
    const product = membersOf(element);
    if (product !== null && !hasData(product)) continue;
    const decoded = product === null ? 'the product is no object' : decodeProduct(product, request.domainId, problems);
    if (typeof decoded === 'string') problems.push({ asin: asinOrNull(product?.asin), message: decoded });
    else products.push(decoded);
  }
  return { products, problems };
}

/** An ASIN that Keepa does not know comes as an entry without anything in it. */
function hasData(product: Members): boolean {
  if (product.productType === NO_DATA) return false;
  const current = elementsOf(membersOf(product.stats)?.current);
  return (
    textOrNull(product.title) !== null ||
    timeOrNull(product.lastUpdate) !== null ||
    elementsOf(product.csv).some((row) => elementsOf(row).length > 0) ||
    current.some((value) => countOrNull(value) !== null)
  );
}

function decodeProduct(product: Members, askedDomainId: number, problems: DecodeProblem[]): ProductSnapshot | string {
  const asin = asinOrNull(product.asin);
  if (asin === null) return 'the product has no readable asin';
  const lastUpdateMs = timeOrNull(product.lastUpdate);
  if (lastUpdateMs === null) return 'lastUpdate is no time';
  return {
    domainId: positiveOrNull(product.domainId) ?? askedDomainId,
    asin,
    parentAsin: textOrNull(product.parentAsin),
    title: textOrNull(product.title),
    brand: textOrNull(product.brand),
    manufacturer: textOrNull(product.manufacturer),
    author: textOrNull(product.author),
    binding: textOrNull(product.binding),
    productGroup: textOrNull(product.productGroup),
    imageName: imageName(product),
    eans: textsOf(product.eanList),
    upcs: textsOf(product.upcList),
    rootCategory: categoryOrNull(product.rootCategory),
    categories: elementsOf(product.categories)
      .map(categoryOrNull)
      .filter((id) => id !== null),
    lastUpdateMs,
    lastPriceChangeMs: timeOrNull(product.lastPriceChange),
    packageWeightGrams: positiveOrNull(product.packageWeight),
    packageLengthMm: positiveOrNull(product.packageLength),
    packageWidthMm: positiveOrNull(product.packageWidth),
    packageHeightMm: positiveOrNull(product.packageHeight),
    monthlySold: countOrNull(product.monthlySold),
    fees: decodeFees(product),
    statistics: decodeStatistics(product),
    offers: decodeOffers(product, (message) => problems.push({ asin, message })),
    buyBox: decodeBuyBox(product),
    history: decodeHistory(product.csv),
  };
}

/** The exact percentage (15.01) came in 2025 beside the rounded one. */
function decodeFees(product: Members): Fees {
  return {
    referralPercent: percentOrNull(product.referralFeePercentage) ?? percentOrNull(product.referralFeePercent),
    pickAndPackMinor: countOrNull(membersOf(product.fbaFees)?.pickAndPackFee),
    variableClosingMinor: countOrNull(product.variableClosingFee),
  };
}

/** New: objects with a large and a medium file. Old: file names, separated by commas. */
function imageName(product: Members): string | null {
  const first = membersOf(elementsOf(product.images)[0]);
  return textOrNull(first?.l) ?? textOrNull(first?.m) ?? textOrNull(textOrNull(product.imagesCSV)?.split(',')[0]);
}
