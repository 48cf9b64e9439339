import { inspectPlugins, type PluginFact } from '@smart-ingestor/composition';
import { loadOptions } from '../config/load';
import type { ConfigFlagValues } from '../flags/config-flags';
import { type CliIo, writeLine } from '../io';
import type { Column } from '../output/column';
import { renderJson } from '../output/machine';
import { renderTable } from '../output/table';
import { count } from '../output/words';
import { originText } from './origin-text';

const OPTIONS_WIDTH_MAX = 90;

function optionsText({ options }: PluginFact): string {
  if (options === null) return '(not loaded: nothing uses it)';
  return options.map(({ name, required, default: value }) => (required ? `${name} (required)` : `${name}${valueText(value)}`)).join(', ') || 'none';
}

function valueText(value: unknown): string {
  return value === undefined ? '' : ` = ${JSON.stringify(value)}`;
}

function columns(cwd: string): readonly Column<PluginFact>[] {
  return [
    { key: 'slot', value: ({ slot }) => slot },
    { key: 'name', value: ({ name }) => name },
    { key: 'from', value: ({ origin }) => originText(origin, cwd) },
    { key: 'used by', value: ({ usedBy }) => usedBy.join(', ') || null },
    { key: 'options = defaults', value: optionsText, widthMax: OPTIONS_WIDTH_MAX },
  ];
}

/** Every plugin that is known here, by slot; what is wrong with them is the doctor's. */
export async function listPlugins(values: ConfigFlagValues & { readonly json?: boolean }, io: CliIo): Promise<void> {
  const report = await inspectPlugins(loadOptions(values, io));
  if (values.json === true) {
    io.stdout.write(renderJson(report));
    return;
  }
  const bySlot = [...report.plugins].sort((a, b) => a.slot.localeCompare(b.slot) || a.name.localeCompare(b.name));
  io.stdout.write(`${renderTable(columns(io.cwd), bySlot)}\n`);
  if (report.problems.length > 0) writeLine(io.stderr, `${count(report.problems.length, 'problem')}: smart-ingestor plugins doctor`);
}
