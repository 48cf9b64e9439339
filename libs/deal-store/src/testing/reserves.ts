import 'reflect-metadata';
import { floorPolicy, reserveRequestOf } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '../sqlite/sqlite-deal-store';
import { sqliteOptions } from '../sqlite/sqlite-options';

/** `reserves <file> <name> <times>`: asks that often for 10 tokens and for nothing below 0, then prints how many it was granted. */
async function main(path: string, name: string, times: number): Promise<void> {
  const store = new SqliteDealStore(sqliteOptions.parse({ path }));
  await store.open();
  let granted = 0;
  for (let n = 0; n < times; n += 1) {
    const result = await store.reserve(reserveRequestOf(`${name}-${n}`, { policy: floorPolicy(0) }));
    if (result.kind === 'granted') granted += 1;
  }
  await store.close();
  // A string: newer Nodes colour a number where Nx asks for colour.
  console.log(String(granted));
}

const [path, name, times] = process.argv.slice(2);
void main(path!, name!, Number(times));
