export type Cell = string | number | null;

/** One column in every format: `value` is what machines read, `text` what people read where that differs. */
export interface Column<Row> {
  readonly key: string;
  readonly value: (row: Row) => Cell;
  readonly text?: (row: Row) => string;
  readonly alignRight?: boolean;
  /** Table only: longer text is cut. */
  readonly widthMax?: number;
}

export const FORMATS = ['table', 'csv', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];
