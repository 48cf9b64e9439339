import type { Column, Format } from './column';
import { machineRow, renderCsv, renderJson, renderNdjson } from './machine';
import { renderTable } from './table';

/** Rows in the asked format, ready to be written. `noun` names them where there is none. */
export function renderRows<Row>(format: Format, columns: readonly Column<Row>[], rows: readonly Row[], noun: string): string {
  switch (format) {
    case 'table':
      return rows.length === 0 ? `No ${noun} found.\n` : `${renderTable(columns, rows)}\n`;
    case 'csv':
      return renderCsv(columns, rows);
    case 'json':
      return renderJson(rows.map((row) => machineRow(columns, row)));
    case 'ndjson':
      return renderNdjson(columns, rows);
  }
}
