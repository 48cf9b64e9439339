import { parseArgs } from 'node:util';
import { type Cell, parseCell } from '@smart-ingestor/policy-lab';

export type Flags =
  | { readonly kind: 'help' }
  | { readonly kind: 'matrix'; readonly seed: number; readonly workers: number; readonly isCovering: boolean }
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'baseline'; readonly seed: number; readonly workers: number };

export const HELP = `npm run laws                     every cell of the matrix, 72 simulated hours each (6 at 200 tokens a minute and more)
npm run laws -- --covering       only the cells that CI runs
npm run laws -- --baseline       the table of runs that the project this one grew from failed
npm run laws -- --cell r=5,b0=-65,price=C6 --seed 7   one cell again; also flow=<tokens a minute> and hours=<n>
  --seed <n>      another draw of prices, latencies and feed (default 1)
  --workers <n>   processes (default 2)`;

/** @throws {ConfigError | TypeError} naming what does not fit. */
export function readFlags(argv: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      covering: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      cell: { type: 'string' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
    },
  });
  if (values.help) return { kind: 'help' };
  const seed = wholeNumber('--seed', values.seed, 0);
  const workers = wholeNumber('--workers', values.workers, 1);
  if (values.cell !== undefined) return { kind: 'cell', cell: parseCell(values.cell, seed) };
  if (values.baseline) return { kind: 'baseline', seed, workers };
  return { kind: 'matrix', seed, workers, isCovering: values.covering };
}

function wholeNumber(flag: string, text: string, min: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min) throw new TypeError(`${flag} is a whole number from ${min}, not '${text}'.`);
  return value;
}
