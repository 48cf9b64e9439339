import { configJsonSchema, printableConfig, type PrintableSetting } from '@smart-ingestor/composition';
import type { ConfigFlagValues } from '../flags/config-flags';
import type { CliIo } from '../io';
import type { Column } from '../output/column';
import { renderJson } from '../output/machine';
import { renderTable } from '../output/table';
import { load } from './load';

const COLUMNS: readonly Column<PrintableSetting>[] = [
  { key: 'path', value: ({ path }) => path },
  { key: 'value', value: ({ value }) => value, widthMax: 100 },
  { key: 'from', value: ({ layer }) => layer },
];

/** Every value in force with the layer that set it; secrets arrive masked. */
export async function printConfig(values: ConfigFlagValues, io: CliIo): Promise<void> {
  io.stdout.write(`${renderTable(COLUMNS, printableConfig(await load(values, io)))}\n`);
}

export function printConfigSchema(io: CliIo): void {
  io.stdout.write(renderJson(configJsonSchema()));
}
