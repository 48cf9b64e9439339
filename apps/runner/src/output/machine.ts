import { stringify } from 'csv-stringify/sync';
import type { Cell, Column } from './column';

export type MachineRow = Readonly<Record<string, Cell>>;

export function machineRow<Row>(columns: readonly Column<Row>[], row: Row): MachineRow {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(row)]));
}

/** A header line even without rows; unknown values are empty cells. */
export function renderCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return stringify(
    rows.map((row) => columns.map((column) => column.value(row))),
    { header: true, columns: columns.map((column) => column.key) },
  );
}

export function renderNdjson<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(machineRow(columns, row))}\n`).join('');
}

export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
