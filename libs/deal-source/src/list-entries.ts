import { bareRow, type DecodeProblem, type ListPage } from '@smart-ingestor/contracts';

interface EntriesOf {
  readonly domain: number;
  readonly priceType: number;
}

/** A page of a list of ASINs: the first `limit` of them, each once. */
export function listPageOf(
  { domain, priceType }: EntriesOf,
  asins: readonly string[],
  limit: number,
  problems: readonly DecodeProblem[] = [],
): ListPage {
  const entries = [...new Set(asins)].slice(0, limit).map((asin) => bareRow(domain, asin, priceType));
  return { entries, rowCount: asins.length + problems.length, problems };
}
