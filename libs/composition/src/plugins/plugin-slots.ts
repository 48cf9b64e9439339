import {
  BATCH_POLICY,
  COST_MODEL,
  DEAL_FILTER,
  DEAL_SOURCE,
  DEAL_STORE,
  DEAL_VALUE,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  LISTENER,
  slotName,
  TOKEN_LEDGER,
  TOKEN_POLICY,
} from '@smart-ingestor/contracts';

/** Slots that a plugin can be for. The exchange and the cost model are chosen by code, all others by config. */
export const PLUGIN_SLOTS: readonly symbol[] = [
  TOKEN_POLICY,
  BATCH_POLICY,
  DEAL_VALUE,
  DEAL_SOURCE,
  DEAL_FILTER,
  KEEPA_TRANSPORT,
  DEAL_STORE,
  LISTENER,
  KEEPA_EXCHANGE,
  COST_MODEL,
];

export const PLUGIN_SLOT_NAMES: readonly string[] = PLUGIN_SLOTS.map(slotName);

/** What one object may fill besides its own slot. Elsewhere `alsoFills` would have no effect. */
export const MAY_ALSO_FILL: ReadonlyMap<symbol, readonly symbol[]> = new Map<symbol, readonly symbol[]>([
  [KEEPA_TRANSPORT, [KEEPA_EXCHANGE, COST_MODEL]],
  [DEAL_STORE, [TOKEN_LEDGER]],
]);

/** `2` of `smart-ingestor/token-policy@2`; `null` for a symbol that is no slot. */
export function slotMajor(slot: symbol): number | null {
  const [, major] = /^smart-ingestor\/.+@(\d+)$/.exec(Symbol.keyFor(slot) ?? '') ?? [];
  return major === undefined ? null : Number(major);
}
