import type { DealSelection } from '@smart-ingestor/contracts';
import { DEAL_PAGE_MAX, selectionProblems } from '@smart-ingestor/keepa-wire';
import { z } from 'zod';
import { BOOKS_US } from './books-us';

/** Keepa serves 10,000 results of a deal query: 67 pages, the last of them partial. */
const PAGES_MAX = DEAL_PAGE_MAX + 1;

const pagesRange = {
  error: ({ input }: { readonly input?: unknown }) =>
    `maxPages is a whole number from 1 to ${PAGES_MAX} (Keepa serves 10,000 deals of a query), not ${JSON.stringify(input)}.`,
};

export const dealFeedOptions = z
  .strictObject({
    /** Keepa's domain id (1 is amazon.com). Needs not be named: it is the selection's own. */
    domain: z.int({ error: ({ input }) => `domain is Keepa's number of an Amazon shop (1 is amazon.com), not ${JSON.stringify(input)}.` }).optional(),
    /** Keepa's own deal query, verbatim, as keepa.com shows it under "Show API query". Its `page` is ignored. */
    selection: z.record(z.string(), z.unknown(), { error: "selection is Keepa's deal query, an object." }).default(BOOKS_US),
    /** Pages of one pass, 5 tokens each. */
    maxPages: z.int(pagesRange).min(1, pagesRange).max(PAGES_MAX, pagesRange).default(PAGES_MAX),
  })
  .transform(({ domain, selection, maxPages }, context): DealFeedOptions => {
    const normalised = normaliseSelection(selection, domain);
    for (const message of [...selectionProblems(normalised), ...domainProblems(normalised.domainId, domain)])
      context.addIssue({ code: 'custom', path: ['selection'], message });
    return { selection: normalised as DealSelection, maxPages };
  })
  .prefault({});

export interface DealFeedOptions {
  readonly selection: DealSelection;
  readonly maxPages: number;
}

/** keepa.com shows the domain as text, and Keepa takes it so; every other number in quotes is a mistake that it answers with 400 or misreads. */
function normaliseSelection({ page: _page, ...query }: Record<string, unknown>, domain: number | undefined): Record<string, unknown> {
  const domainId = query.domainId ?? domain;
  return { ...query, domainId: typeof domainId === 'string' && /^\d{1,2}$/.test(domainId) ? Number(domainId) : domainId };
}

function domainProblems(domainId: unknown, domain: number | undefined): string[] {
  if (domain === undefined || domainId === domain) return [];
  return [`domain is ${domain}, but the selection's domainId is ${JSON.stringify(domainId)}. Leave domain out, or give the selection of that shop.`];
}
