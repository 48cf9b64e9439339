import type { UsageError } from '../usage-error';
import { FlagReader } from './flag-reader';

const problemsOf = (values: Record<string, unknown>, read: (flags: FlagReader) => unknown): readonly string[] => {
  const flags = new FlagReader(values);
  read(flags);
  try {
    flags.done();
    return [];
  } catch (error) {
    return (error as UsageError).problems;
  }
};

describe('flag reader', () => {
  it('reads what is right and leaves what is absent undefined', () => {
    const flags = new FlagReader({ plan: '5', balance: '-170', speed: '1.5', for: '2h', sort: 'margin', once: true });
    expect(flags.integer('--plan', { min: 1, max: 10 })).toBe(5);
    expect(flags.integer('--balance', { min: -200, max: 10 })).toBe(-170);
    expect(flags.number('--speed', { min: 1, max: 10 })).toBe(1.5);
    expect(flags.durationMs('--for')).toBe(7_200_000);
    expect(flags.choice('--sort', ['margin', 'price'])).toBe('margin');
    expect(flags.isSet('--once')).toBe(true);
    expect(flags.isSet('--json')).toBe(false);
    expect(flags.integer('--until-deals', { min: 1, max: 2 })).toBeUndefined();
    expect(() => flags.done()).not.toThrow();
  });

  it.each(['', 'abc', '1.5', '0', '11', '1e3', '0x5', ' 5'])('refuses %j as an integer from 1 to 10', (plan) => {
    expect(problemsOf({ plan }, (flags) => flags.integer('--plan', { min: 1, max: 10 }))).toEqual([
      `--plan: expected an integer from 1 to 10, got "${plan}".`,
    ]);
  });

  it.each(['2', '2 parsecs', '-2h', 'soon', '0s'])('refuses %j as a duration', (value) => {
    expect(problemsOf({ for: value }, (flags) => flags.durationMs('--for'))).toEqual([
      `--for: expected a duration with its unit, such as 90s, 30m, 2h or 1d, got "${value}".`,
    ]);
  });

  it('says what was probably meant, and lists every problem at once', () => {
    const read = (flags: FlagReader): void => {
      flags.choice('--sort', ['margin', 'price']);
      flags.choice('--format', ['table', 'ndjson']);
      flags.integer('--limit', { min: 1, max: 9 });
    };
    expect(problemsOf({ sort: 'Marign', format: 'quux', limit: '-1' }, read)).toEqual([
      '--sort: expected one of margin, price, got "Marign". Did you mean "margin"?',
      '--format: expected one of table, ndjson, got "quux".',
      '--limit: expected an integer from 1 to 9, got "-1".',
    ]);
  });
});
