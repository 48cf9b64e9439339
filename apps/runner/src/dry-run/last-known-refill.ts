import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openStore, type ResolvedConfig, SystemClock } from '@smart-ingestor/composition';
import type { CliIo } from '../io';

/**
 * Tokens a minute as Keepa told them last; `null` where there is no database yet or it knows no account. Of several accounts the one that was
 * heard of last: without its key the config's account cannot be told from others.
 */
export async function lastKnownRefill(loaded: ResolvedConfig, io: CliIo): Promise<number | null> {
  const { path } = loaded.config.store.options as { readonly path?: unknown };
  if (typeof path !== 'string' || !existsSync(resolve(io.cwd, path))) return null;
  const clock = new SystemClock();
  const { store, ledger, close } = await openStore(loaded, { clock, env: io.env });
  try {
    const states = await Promise.all((await store.books.accounts()).map((id) => ledger.state(id, clock.nowMs())));
    const known = states.filter((state) => state !== null).sort((a, b) => a.readingAgeMs - b.readingAgeMs);
    return known[0]?.refillPerMinute ?? null;
  } finally {
    await close();
  }
}
