import { KEEPA_EXCHANGE, COST_MODEL, slotName } from '@smart-ingestor/contracts';
import type { ProviderPlace } from '../config/provider-places';
import type { Path } from '../config/tree';
import type { LoadedPlugin } from './loaded-plugin';
import { BY_CODE, problemLine } from './plugin-problem';
import type { PluginRegistry } from './plugin-registry';

/** Slots that no config names, and that a transport or code may fill: once. */
const CHOSEN_BY_CODE = [KEEPA_EXCHANGE, COST_MODEL] as const;

/** Every slot that two plugins fill; tsyringe would take the one that was registered last. */
export function slotConflicts(
  found: readonly (readonly [ProviderPlace, LoadedPlugin])[],
  registry: PluginRegistry,
  askedAt: (path: Path, use: string) => string,
): string[] {
  return CHOSEN_BY_CODE.flatMap((slot) => {
    const mine = registry.handedInFor(slot).map(({ name }) => `plugin '${name}', handed in by code`);
    const bringers = found.filter(([, { plugin }]) => plugin.alsoFills?.includes(slot));
    const conflict = (asked: string, by: readonly string[], cure: string): string =>
      problemLine(asked, { code: 'PLUGIN_SLOT_FILLED_TWICE', cause: `${slotName(slot)} is filled twice, by ${by.join(' and by ')}`, cure });
    const brought = bringers.flatMap(([{ path, use }, { plugin }]) =>
      mine.length === 0 ? [] : [conflict(askedAt([...path, 'use'], use), [`plugin '${plugin.name}' (alsoFills)`, ...mine], 'Leave one of them out')],
    );
    return mine.length > 1 ? [conflict(BY_CODE, mine, 'Hand in one of them'), ...brought] : brought;
  });
}
