import type { BaselineOutcome, CellOutcome } from '@smart-ingestor/policy-lab';

const MINUTE_MS = 60_000;

/** One line per refill rate: what its cells showed. */
export function matrixTable(outcomes: readonly CellOutcome[]): string {
  const rates = [...new Set(outcomes.map(({ cell }) => cell.refillPerMinute))].sort((a, b) => a - b);
  const lines = rates.map((rate) => {
    const cells = outcomes.filter(({ cell }) => cell.refillPerMinute === rate);
    const sum = (of: (outcome: CellOutcome) => number): number => cells.reduce((total, outcome) => total + of(outcome), 0);
    return [
      String(rate),
      String(cells.length),
      grouped(sum(({ requests }) => requests)),
      grouped(sum(({ spentTokens }) => spentTokens)),
      String(Math.min(...cells.map(({ lowestBalance }) => lowestBalance))),
      String(sum(({ refusals }) => refusals)),
      grouped(sum(({ fairWindows }) => fairWindows)),
      String(cells.filter(({ violations }) => violations.length > 0).length),
    ];
  });
  return table(['tokens/min', 'cells', 'requests', 'tokens', 'lowest balance', 'refused', 'hours that tell of I6', 'broken'], lines);
}

export function baselineTable(outcomes: readonly BaselineOutcome[]): string {
  const lines = outcomes.map(({ row, ...outcome }) => [
    String(row.refillPerMinute),
    String(row.openingTokens),
    grouped(row.storedDeals),
    grouped(row.feedRows),
    row.prices,
    String(row.hours),
    minutes(outcome.oldestHeadMs),
    `${minutes(outcome.longestCadenceMs)} / ${minutes(outcome.statedCadenceMs)}`,
    `${grouped(outcome.spentTokens)} / ${grouped(outcome.refillTokens)}`,
    outcome.usedShare === null ? '-' : `${(100 * outcome.usedShare).toFixed(1)} %`,
    grouped(outcome.peeks),
    grouped(outcome.dealsStored),
    String(outcome.rebuys),
    String(outcome.lowestBalance),
    grouped(outcome.refreshedDeals),
    outcome.broken.length === 0 ? 'held' : `${outcome.broken.length} broken`,
  ]);
  const headings = ['r', 'b0', 'rows', 'feed', 'price', 'h', 'head, min', 'pass, min', 'spent / refill', 'used', 'peeks', 'stored'];
  return table([...headings, 're-buys', 'lowest', 'refreshed', 'laws'], lines);
}

/** A Markdown table that also reads well on a terminal. */
function table(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...lines.map((line) => line[column]!.length)));
  const text = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padStart(widths[column]!)).join(' | ')} |`;
  return [text(headings), `| ${widths.map((width) => `${'-'.repeat(width - 1)}:`).join(' | ')} |`, ...lines.map(text)].join('\n');
}

function minutes(ms: number | null): string {
  return ms === null ? '-' : (ms / MINUTE_MS).toFixed(1);
}

function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
