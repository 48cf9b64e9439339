import type { MemoryMark } from './memory-marks';
import { cpuRatio, perSecond, type Ratio, speedRatio, type Timed } from './samples';

export interface Line {
  readonly what: string;
  readonly rows: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: Ratio;
  /** The same of the processor time; `null` where time is not what is compared. */
  readonly cpu: number | null;
  /** A bound of the median ratio; `null`: only told, no goal was set. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
}

export interface Comparison {
  readonly what: string;
  readonly rowsPerRound: number;
  readonly ours: Timed;
  readonly other: Timed;
  /** How many times as fast as the other we want to be. */
  readonly atLeast: number | null;
}

export function speedLine({ what, rowsPerRound, ours, other, atLeast }: Comparison): Line {
  return {
    what: `${what}: ${ours.name} / ${other.name}`,
    rows: `${ours.roundMs.length} × ${grouped(rowsPerRound)}`,
    ours: `${grouped(perSecond(rowsPerRound, ours))}/s`,
    other: `${grouped(perSecond(rowsPerRound, other))}/s`,
    ratio: speedRatio(ours, other),
    cpu: cpuRatio(ours, other),
    goal: atLeast === null ? null : { atLeast },
  };
}

/** How much more was held after the last mark than after the first. Ours is the last one. */
export function memoryLine(what: string, marks: readonly MemoryMark[], heldOf: (mark: MemoryMark) => number, atMost: number): Line {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < 2) throw new Error(`${marks.length} marks of memory: a ratio needs at least 2.`);
  const ratio = heldOf(last) / heldOf(first);
  return {
    what: `${what}, after the last / after the first`,
    rows: marks.map(({ rows }) => grouped(rows)).join(' → '),
    ours: megabytes(heldOf(last)),
    other: megabytes(heldOf(first)),
    ratio: { median: ratio, lowest: ratio, highest: ratio },
    cpu: null,
    goal: { atMost },
  };
}

export function isMet({ ratio, goal }: Line): boolean {
  if (goal === null) return true;
  return 'atLeast' in goal ? ratio.median >= goal.atLeast : ratio.median <= goal.atMost;
}

const HEADINGS = ['what', 'rows', 'ours', 'other', 'ratio', 'range', 'CPU', 'goal'];

/** A Markdown table that also reads well on a terminal. */
export function tableOf(lines: readonly Line[]): string {
  const cells = [HEADINGS, ...lines.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const rows = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [rows[0], rule, ...rows.slice(1)].join('\n');
}

function cellsOf(line: Line): string[] {
  const { what, rows, ours, other, ratio, cpu } = line;
  const range = ratio.lowest === ratio.highest ? '' : `${ratio.lowest.toFixed(2)} to ${ratio.highest.toFixed(2)}`;
  return [what, rows, ours, other, `${ratio.median.toFixed(2)}×`, range, cpu === null ? '' : `${cpu.toFixed(2)}×`, goalText(line)];
}

function goalText(line: Line): string {
  if (line.goal === null) return '';
  const bound = 'atLeast' in line.goal ? `≥ ${line.goal.atLeast}×` : `≤ ${line.goal.atMost}×`;
  return `${bound} ${isMet(line) ? 'met' : 'MISSED'}`;
}

function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
