import ms from 'ms';
import { UsageError } from '../usage-error';
import { didYouMean } from './did-you-mean';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Reads the raw flags of one command and gathers every problem, so that one look mends them all. */
export class FlagReader {
  private readonly problems: string[] = [];

  constructor(private readonly flags: Readonly<Record<string, unknown>>) {}

  /** The flag as it was written; `undefined` where it is absent. `--price-min` is `priceMin`, as commander stores it. */
  text(flag: string): string | undefined {
    const value = this.flags[flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined ? undefined : String(value);
  }

  isSet(flag: string): boolean {
    return this.text(flag) === 'true';
  }

  integer(flag: string, bounds: Bounds): number | undefined {
    return this.number(flag, bounds, /^[+-]?\d+$/, 'an integer');
  }

  number(flag: string, { min, max }: Bounds, shape = /^[+-]?\d+(\.\d+)?$/, kind = 'a number'): number | undefined {
    const raw = this.text(flag);
    if (raw === undefined) return undefined;
    if (shape.test(raw) && Number(raw) >= min && Number(raw) <= max) return Number(raw);
    return this.refuse(`${flag}: expected ${kind} from ${min} to ${max}, got "${raw}".`);
  }

  /** `2h`, `90m`, `1.5d`: a unit is required, because a bare number would be milliseconds. */
  durationMs(flag: string): number | undefined {
    const raw = this.text(flag);
    if (raw === undefined) return undefined;
    const parsed = /^[\d.]+\s*[a-z]+$/i.test(raw) ? ms(raw as ms.StringValue) : undefined;
    if (parsed !== undefined && parsed >= 1) return Math.round(parsed);
    return this.refuse(`${flag}: expected a duration with its unit, such as 90s, 30m, 2h or 1d, got "${raw}".`);
  }

  choice<T extends string>(flag: string, known: readonly T[]): T | undefined {
    const raw = this.text(flag);
    if (raw === undefined || (known as readonly string[]).includes(raw)) return raw as T | undefined;
    return this.refuse(`${flag}: expected one of ${known.join(', ')}, got "${raw}".${didYouMean(raw, known)}`);
  }

  refuse(problem: string): undefined {
    this.problems.push(problem);
  }

  /** @throws {UsageError} with all problems, if there is one. */
  done(): void {
    if (this.problems.length > 0) throw new UsageError(this.problems);
  }
}
