import type { LedgerEntry } from '@smart-ingestor/contracts';
import type { Format } from '../output/column';
import { machineRow, renderJson } from '../output/machine';
import { renderRows } from '../output/render-rows';
import { LEDGER_COLUMNS } from './ledger-columns';
import { totalsOf, totalsText } from './totals';

/** Entries with their totals in the formats that can hold both; csv and ndjson are one record a line and nothing else. */
export function renderLedger(format: Format, entries: readonly LedgerEntry[], limit: number | undefined): string {
  const shown = entries.slice(0, limit);
  const totals = totalsOf(entries);
  if (format === 'json') return renderJson({ entries: shown.map((entry) => machineRow(LEDGER_COLUMNS, entry)), totals });
  const rows = renderRows(format, LEDGER_COLUMNS, shown, 'requests');
  if (format !== 'table') return rows;
  const cut = entries.length > shown.length ? `The newest ${shown.length} of ${entries.length}; --limit shows more.\n` : '';
  return `${rows}${cut}\n${totalsText(totals)}\n`;
}
