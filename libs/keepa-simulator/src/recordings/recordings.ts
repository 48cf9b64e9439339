import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ConfigError } from '@smart-ingestor/contracts';
import { rawElements, rawMember } from './raw-members';

/** One recorded `/deal` page. */
export interface RecordedPage {
  readonly timestampMs: number;
  /** The `deals` member, verbatim. */
  dealsText(): string;
}

/** One recorded state of a product. */
export interface RecordedVersion {
  readonly asin: string;
  /** Keepa minutes. */
  readonly lastUpdate: number;
  /** The product object, verbatim. */
  productText(): string;
}

/** Bodies that a server once sent. Only what finds them is kept in memory; a body is read again when it is served. */
export interface Recordings {
  /** Each run is one pass over a feed, page 0 first; in the order of their times. */
  readonly runs: readonly (readonly RecordedPage[])[];
  /** Versions by ASIN, oldest first. */
  readonly products: ReadonlyMap<string, readonly RecordedVersion[]>;
}

interface IndexedPage extends RecordedPage {
  readonly asins: readonly string[];
}

/**
 * Recorded passes asked for a page a minute. Rows that move while a pass is under way turn up on two of its pages, a few at most; a page that
 * is mostly known is page 0 of the next pass.
 */
const PAGES_OF_A_RUN_WITHIN_MS = 90_000;

/**
 * Reads a folder of recorded responses: `deal/` and `product/` with `*.json`, `bulk/deal/` and `bulk/product/` with `*.json.gz`. Deal files
 * hold whole responses; product files hold whole responses or bare product objects.
 * @throws {ConfigError} where there is no recording in it, or one that is not JSON.
 */
export function loadRecordings(folder: string): Recordings {
  const pages = filesIn(folder, 'deal').flatMap(readPage);
  const versions = filesIn(folder, 'product').flatMap(readVersions);
  if (pages.length === 0 && versions.length === 0) {
    throw new ConfigError([
      `recordings folder ${folder}: no recorded response in it. Needed are deal/*.json, bulk/deal/*.json.gz, product/*.json or bulk/product/*.json.gz.`,
    ]);
  }
  return { runs: groupIntoRuns(pages), products: groupByAsin(versions) };
}

function filesIn(folder: string, kind: 'deal' | 'product'): string[] {
  return [join(folder, kind), join(folder, 'bulk', kind)]
    .filter((directory) => existsSync(directory))
    .flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => /\.json(\.gz)?$/.test(name))
        .sort()
        .map((name) => join(directory, name)),
    );
}

function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function parseFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readText(file));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError([`recording ${file}: not readable as JSON (${(error as Error).message}). Mend or remove it.`]);
  }
  throw new ConfigError([`recording ${file}: an object is needed. Mend or remove it.`]);
}

function readPage(file: string): IndexedPage[] {
  const { timestamp, deals } = parseFile(file) as { timestamp?: unknown; deals?: { dr?: { asin?: unknown }[] } };
  if (typeof timestamp !== 'number' || !Array.isArray(deals?.dr)) return [];
  return [{ timestampMs: timestamp, asins: deals.dr.map(({ asin }) => String(asin)), dealsText: () => rawMember(readText(file), 'deals') ?? '{}' }];
}

function readVersions(file: string): RecordedVersion[] {
  const body = parseFile(file);
  const isEnvelope = Array.isArray(body['products']);
  const products = (isEnvelope ? body['products'] : [body]) as ({ asin?: unknown; lastUpdate?: unknown } | null)[];
  return products.flatMap((product, place) => {
    if (typeof product?.asin !== 'string' || typeof product.lastUpdate !== 'number') return [];
    const productText = (): string => {
      const text = readText(file);
      return isEnvelope ? (rawElements(rawMember(text, 'products') ?? '[]')[place] ?? '{}') : text.trim();
    };
    return [{ asin: product.asin, lastUpdate: product.lastUpdate, productText }];
  });
}

function groupIntoRuns(pages: readonly IndexedPage[]): IndexedPage[][] {
  const runs: IndexedPage[][] = [];
  for (const page of [...pages].sort((a, b) => a.timestampMs - b.timestampMs)) {
    const run = runs.at(-1);
    if (run !== undefined && continues(run, page)) run.push(page);
    else runs.push([page]);
  }
  return runs;
}

function continues(run: readonly IndexedPage[], page: IndexedPage): boolean {
  const last = run.at(-1)!;
  if (last.asins.length === 0 || page.timestampMs - last.timestampMs > PAGES_OF_A_RUN_WITHIN_MS) return false;
  const known = new Set(run.flatMap(({ asins }) => asins));
  return page.asins.filter((asin) => known.has(asin)).length <= page.asins.length / 2;
}

/** Of two recordings of one version the first file's is kept. */
function groupByAsin(versions: readonly RecordedVersion[]): Map<string, RecordedVersion[]> {
  const byAsin = new Map<string, RecordedVersion[]>();
  for (const version of versions) {
    const known = byAsin.get(version.asin) ?? [];
    if (known.some(({ lastUpdate }) => lastUpdate === version.lastUpdate)) continue;
    byAsin.set(
      version.asin,
      [...known, version].sort((a, b) => a.lastUpdate - b.lastUpdate),
    );
  }
  return byAsin;
}
