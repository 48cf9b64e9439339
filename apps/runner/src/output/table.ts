import Table from 'cli-table3';
import type { Column } from './column';

const ABSENT = '–';
const PADDING = 2;
/** No frame: a table of deals is read by lines, and copied. */
const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** A title comes from a shop: control characters in it must not reach the terminal. */
function printable(text: string, widthMax: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return clean.length <= widthMax ? clean : `${clean.slice(0, widthMax - 1).trimEnd()}…`;
}

function textOf<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null) return ABSENT;
  return printable(column.text?.(row) ?? String(value), column.widthMax ?? Number.POSITIVE_INFINITY);
}

/** Plain aligned columns, without a line break at the end. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    head: columns.map((column) => column.key),
    colAligns: columns.map((column) => (column.alignRight ? 'right' : 'left')),
    chars: CHARS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': PADDING },
  });
  table.push(...rows.map((row) => columns.map((column) => textOf(column, row))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
