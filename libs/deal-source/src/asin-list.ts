import { type ListSource, type GivenPage, type ListTerms, type PassProgress, PROVIDER_OPTIONS, type SourcePlan } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { feedHashOf } from './feed-hash';
import { listPageOf } from './list-entries';
import { finderDomain, LIST_MEMBERS, type ListOptions, timesOf } from './list-options';

/** Delivered in one transaction each, so that other writers never wait for long. */
const ENTRIES_PER_PAGE = 1_000;
const ASINS_MAX = 1_000_000;
const SHOWN_MAX = 5;
const ASIN = /^[A-Z0-9]{10}$/;

export const asinListOptions = z
  .strictObject({
    domain: finderDomain,
    /** Each once; repetitions are dropped. In a config file also the path of a text file. */
    asins: z
      .array(z.unknown(), { error: 'asins is a list of ASINs, or in a config file the path of a text file that holds them.' })
      .min(1, { error: 'asins holds no ASIN.' })
      .max(ASINS_MAX, { error: `asins holds more than ${ASINS_MAX} ASINs: split it over several jobs.` }),
    ...LIST_MEMBERS,
  })
  .transform(({ asins, every, revisitAfter, ...options }, context): AsinListOptions => {
    const malformed = asins.filter((asin) => typeof asin !== 'string' || !ASIN.test(asin));
    for (const asin of malformed.slice(0, SHOWN_MAX))
      context.addIssue({ code: 'custom', path: ['asins'], message: `an ASIN is exactly 10 of A to Z and 0 to 9, not ${JSON.stringify(asin)}.` });
    if (malformed.length > SHOWN_MAX)
      context.addIssue({ code: 'custom', path: ['asins'], message: `${malformed.length - SHOWN_MAX} more are no ASINs either.` });
    return { ...options, asins: [...new Set(asins as string[])], ...timesOf({ every, revisitAfter }) };
  });

export interface AsinListOptions extends ListOptions {
  readonly asins: readonly string[];
}

/** Products that somebody named. The list itself costs nothing. */
@injectable()
export class AsinList implements ListSource<never> {
  readonly name = 'asin-list';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list: ListTerms<never>;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: AsinListOptions) {
    const { domain, asins, everyMs, revisitAfterMs } = options;
    this.domainId = domain;
    this.feedHash = feedHashOf({ source: this.name, domain, asins });
    this.list = { everyMs, revisitAfterMs, pageOf: (nothing: never) => nothing };
  }

  nextRequest({ pagesRead }: PassProgress): GivenPage | null {
    const { asins } = this.options;
    const page = asins.slice(pagesRead * ENTRIES_PER_PAGE, (pagesRead + 1) * ENTRIES_PER_PAGE);
    return page.length === 0 ? null : { given: listPageOf(this.options, page, ENTRIES_PER_PAGE) };
  }

  plan(): SourcePlan {
    const { length } = this.options.asins;
    return {
      coverage: `${length} listed product${length === 1 ? '' : 's'} of domain ${this.domainId}`,
      ...{ request: null, requestsAtMost: 0, itemsAtMost: length },
    };
  }
}
