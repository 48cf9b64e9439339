import type { Pace } from './parts';

/**
 * How pages of a due scan and other work take turns. A due scan goes first; after each page the other classes go, until they were granted
 * what the page leaves them by the scans' share of the refill. So a pass of 67 pages neither stands behind large units (at 1,000/min one of
 * them costs more than all its pages) nor holds up what its first page found.
 * @example share 0.3: a page of 5 tokens, then at least 11.7 tokens of other work, then the next page
 */
export class ScanTurns {
  /** Tokens that the other classes go first with; negative: they have been granted more. */
  private owedTokens = 0;
  private readonly owedPerToken: number;

  constructor({ scanShare, headShare }: Pick<Pace, 'scanShare' | 'headShare'>) {
    const share = Math.min(0.9, Math.max(0.01, scanShare + headShare));
    this.owedPerToken = (1 - share) / share;
  }

  get goesFirst(): boolean {
    return this.owedTokens <= 0;
  }

  /** No scan is due: what was owed, either way, ends with the pass. */
  rest(): void {
    this.owedTokens = 0;
  }

  pageGranted(tokens: number): void {
    this.owedTokens += tokens * this.owedPerToken;
  }

  /** `unitTokens`: the most that a unit should cost; a scan is never ahead by more than one. */
  otherGranted(tokens: number, unitTokens: number): void {
    this.owedTokens = Math.max(-unitTokens, this.owedTokens - tokens);
  }
}
