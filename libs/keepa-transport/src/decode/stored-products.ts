import type { ProductBatch, RawResponse } from '@smart-ingestor/contracts';
import { classify } from '../answer/classify';
import { parseKeepaJson } from '../json/keepa-json';
import { membersOf } from './read-value';
import { decodeProducts } from './product-batch';

/** The products of a stored `/product` answer, read as today's decoder reads them; `null` where the bytes are no such answer. Never throws. */
export function interpretStoredProducts({ endpoint, request, status, body }: RawResponse): ProductBatch | null {
  if (endpoint !== 'product') return null;
  const domainId = askedDomainId(request);
  const answer = classify({ status, body });
  if (domainId === null || answer.kind !== 'envelope') return null;
  return decodeProducts(answer.envelope, { domainId });
}

/** The request is kept as it went out: `{"path":"/product","query":{"domain":"1",…}}`. */
function askedDomainId(request: string): number | null {
  try {
    const domain = membersOf(membersOf(parseKeepaJson(request))?.query)?.domain;
    return typeof domain === 'string' && /^\d{1,2}$/.test(domain) ? Number(domain) : null;
  } catch {
    return null;
  }
}
