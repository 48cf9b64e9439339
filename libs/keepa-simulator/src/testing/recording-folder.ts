import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A folder of its own with these files (`*.gz` compressed); `remove` it after the test. */
export function recordingFolder(files: Readonly<Record<string, string>>): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keepa-simulator-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), name.endsWith('.gz') ? gzipSync(text) : text);
  }
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** A recorded `/deal` page, old dialect; the unknown root category has more digits than a number holds. */
export function recordedPage(timestampMs: number, asins: readonly string[]): string {
  const rows = asins.map((asin) => `{"asin":"${asin}","title":"A \\"quoted\\" }title{","rootCat":9223372036854775807,"flags":null,"avg":[[1,-2]]}`);
  return `{"timestamp":${timestampMs},"tokensLeft":7,"refillIn":42146,"refillRate":5,"tokenFlowReduction":0.0,"tokensConsumed":5,"processingTimeInMs":286,"deals":{"dr":[${rows.join(', ')}],"categoryIds":[9223372036854775807],"drDateIndex":[]},"dealsCached":false}`;
}

/** A recorded product, as the bare object or, with `products`, in its response. */
export function recordedProduct(asin: string, lastUpdate: number): string {
  return `{"asin":"${asin}","lastUpdate":${lastUpdate},"rootCategory":9223372036854775807,"title":"${asin} at ${lastUpdate}","csv":null}`;
}

export function recordedProducts(...products: readonly string[]): string {
  return `{"products": [${products.join(' , ')}], "timestamp": 1758057913689, "tokensLeft": 94}\n`;
}
