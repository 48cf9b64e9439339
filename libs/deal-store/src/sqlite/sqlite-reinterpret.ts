import type { Deal, ProductSnapshot, StateStore } from '@smart-ingestor/contracts';
import { reinterpreted, type StagesOfCall } from '../rules/reinterpretation';
import type { Tx } from './database';
import { PurchaseEntity } from './entities/purchase.entity';
import { loadDeals, rewriteDeals } from './sqlite-deals';

/** Products that were read anew from the response of one request, into its purchases and into the deals that hold nothing newer. */
export async function reinterpret(
  tx: Tx,
  callId: string,
  products: readonly ProductSnapshot[],
): Promise<Awaited<ReturnType<StateStore['reinterpret']>>> {
  const bought = await tx.manager
    .createQueryBuilder(PurchaseEntity, 'purchase')
    .select(['domainId', 'asin', 'lastUpdateMs', 'stage'].map((field) => `purchase.${field}`))
    .where('purchase.callId = :callId AND purchase.callId IS NOT NULL', { callId })
    .getMany();
  const byAsin = new Map(products.map((product) => [`${product.domainId}/${product.asin}`, product]));
  let purchases = 0;
  for (const { domainId, asin, lastUpdateMs, stage } of bought) {
    const product = byAsin.get(`${domainId}/${asin}`);
    if (product === undefined) continue;
    await tx.query('UPDATE purchase SET product = ? WHERE domain_id = ? AND asin = ? AND last_update_ms = ? AND stage = ?', [
      JSON.stringify(product),
      domainId,
      asin,
      lastUpdateMs,
      stage,
    ]);
    purchases += 1;
  }
  const deals = await renewed(tx, products, new Set(bought.map(({ stage }) => stage)));
  await rewriteDeals(tx, deals);
  return { purchases, deals: deals.length };
}

async function renewed(tx: Tx, products: readonly ProductSnapshot[], stages: StagesOfCall): Promise<readonly Deal[]> {
  const deals: Deal[] = [];
  for (const domainId of new Set(products.map((product) => product.domainId))) {
    const ofDomain = new Map(products.filter((product) => product.domainId === domainId).map((product) => [product.asin, product]));
    for (const deal of await loadDeals(tx.manager, domainId, [...ofDomain.keys()])) {
      const next = reinterpreted(deal, ofDomain.get(deal.asin)!, stages);
      if (next !== null) deals.push(next);
    }
  }
  return deals;
}
