import { ConfigError } from '@smart-ingestor/contracts';
import { PRICE_MODELS, type PriceModel } from '../account/lab-prices';

/** One account of the matrix: a plan, an opening balance, a price list, and a seed that draws prices and latencies. */
export interface Cell {
  readonly refillPerMinute: number;
  readonly openingTokens: number;
  readonly prices: PriceModel;
  /** Tokens a minute that trackings take from the refill. */
  readonly tokenFlowReduction: number;
  readonly hours: number;
  readonly seed: number;
}

/** `r=5,b0=-65,price=C6`: what `--cell` takes. Flow and hours only where they are not the usual ones. */
export function nameOf({ refillPerMinute, openingTokens, prices, tokenFlowReduction, hours }: Cell): string {
  const flow = tokenFlowReduction === 0 ? '' : `,flow=${tokenFlowReduction}`;
  const length = hours === hoursOf(refillPerMinute) ? '' : `,hours=${hours}`;
  return `r=${refillPerMinute},b0=${openingTokens},price=${prices}${flow}${length}`;
}

/** The command that replays a cell. */
export function replayOf(cell: Cell): string {
  return `npm run laws -- --cell ${nameOf(cell)} --seed ${cell.seed}`;
}

/** 72 hours; large plans make so many requests that 6 are as telling. */
export function hoursOf(refillPerMinute: number): number {
  return refillPerMinute >= 200 ? 6 : 72;
}

/** @throws {ConfigError} naming every part that does not fit. */
export function parseCell(text: string, seed: number): Cell {
  const problems: string[] = [];
  const parts = new Map(text.split(',').map((part) => part.split('=', 2) as [string, string | undefined]));
  const number = (name: string, missing?: number): number => {
    const value = parts.get(name);
    if (value === undefined && missing !== undefined) return missing;
    const parsed = Number(value);
    if (value === undefined || value === '' || !Number.isFinite(parsed)) problems.push(`--cell: ${name}=<number> is needed, got '${value ?? ''}'.`);
    return parsed;
  };
  const prices = PRICE_MODELS.find((model) => model === parts.get('price'));
  if (prices === undefined) problems.push(`--cell: price is one of ${PRICE_MODELS.join(', ')}, got '${parts.get('price') ?? ''}'.`);
  for (const name of parts.keys()) if (!['r', 'b0', 'price', 'flow', 'hours'].includes(name)) problems.push(`--cell: nothing is called '${name}'.`);
  const refillPerMinute = number('r');
  const [openingTokens, tokenFlowReduction, hours] = [number('b0'), number('flow', 0), number('hours', hoursOf(refillPerMinute))];
  if (problems.length > 0 || prices === undefined) throw new ConfigError(problems);
  return { refillPerMinute, openingTokens, prices, tokenFlowReduction, hours, seed };
}
