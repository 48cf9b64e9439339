import { createHash } from 'node:crypto';
import { type DealFilter, type FeedRow, type ProductSnapshot, PROVIDER_OPTIONS, type Verdict } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import type { DealRulesOptions } from './options';
import { type Evidence, type Rule, RULES } from './rules';

/** Raised whenever the same options could give another verdict, so that stored data is judged again. */
const RULES_VERSION = 1;

const KEEP: Verdict = { keep: true };

/** The default: every rule within its limits, or the reason code of the first that is not. */
@injectable()
export class DealRules implements DealFilter {
  readonly name = 'deal-rules';
  readonly hash: string;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: DealRulesOptions) {
    this.hash = hashOf(this.name, options);
  }

  judgeRow(row: FeedRow): Verdict {
    return this.judge({ row, product: null });
  }

  judgePeek(row: FeedRow, product: ProductSnapshot): Verdict {
    return this.judge({ row, product });
  }

  private judge(evidence: Evidence): Verdict {
    for (const rule of RULES) {
      const reason = this.reasonAgainst(rule, evidence);
      if (reason !== null) return { keep: false, reason };
    }
    return KEEP;
  }

  private reasonAgainst(rule: Rule, evidence: Evidence): string | null {
    const limits = this.options[rule.option];
    if (limits === null || (limits.min === undefined && limits.max === undefined)) return null;
    const value = rule.valueOf(evidence);
    const isUpperBound = rule.isUpperBoundOnRow === true && evidence.product === null;
    if (value === null) return this.options.unknown === 'reject' && !isUpperBound ? `${rule.code}-unknown` : null;
    if (limits.min !== undefined && value < limits.min) return `${rule.code}-below-min`;
    if (!isUpperBound && limits.max !== undefined && value > limits.max) return `${rule.code}-above-max`;
    return null;
  }
}

/** From the limits in the order of the rules, so that the order in which a config names them does not matter. */
function hashOf(name: string, options: DealRulesOptions): string {
  const limits = RULES.map(({ option }) => [option, options[option]?.min ?? null, options[option]?.max ?? null]);
  return createHash('sha256')
    .update(JSON.stringify([name, RULES_VERSION, options.unknown, limits]))
    .digest('hex')
    .slice(0, 16);
}
