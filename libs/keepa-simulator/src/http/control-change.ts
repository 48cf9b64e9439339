import { NO_FAULTS } from '../faults';
import type { SimulatorChange } from '../simulator';

type Check = (value: unknown) => string | null;

const wholeNumber =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? null : `a whole number from ${min} to ${max}`;
const number =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max ? null : `a number from ${min} to ${max}`;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
const share = number(0, 1);
const tokens = wholeNumber(0, 1_000_000);

const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `an object with members of ${Object.keys(checks).join(', ')}`;
    const problems = problemsOf(value as Record<string, unknown>, checks);
    return problems.length > 0 ? problems.join('; ') : null;
  };

const FAULTS: Readonly<Record<keyof typeof NO_FAULTS, Check>> = {
  timeoutAfterChargeRate: share,
  serverErrorRate: share,
  cutBodyRate: share,
  outOfOrderRate: share,
  outOfOrderDelayMs: wholeNumber(0, 600_000),
  storm429Requests: wholeNumber(0, 1_000_000),
  refillSpikePerMinute: orNull(wholeNumber(1, 20_000)),
};

const CHANGES: Readonly<Record<keyof SimulatorChange, Check>> = {
  refillPerMinute: wholeNumber(1, 20_000),
  balance: wholeNumber(-10_000_000, 10_000_000),
  tokenFlowReduction: number(0, 20_000),
  faults: members(FAULTS),
  foreign: members({ tokensPerMinute: tokens, tokensPer10Minutes: tokens }),
};

function problemsOf(value: Record<string, unknown>, checks: Readonly<Record<string, Check>>): string[] {
  return Object.entries(value).flatMap(([name, given]) => {
    const check = checks[name];
    if (check === undefined) return [`${name} is not known; allowed: ${Object.keys(checks).join(', ')}`];
    const needed = check(given);
    return needed === null ? [] : [`${name}: ${needed} is needed, got ${JSON.stringify(given)}`];
  });
}

/** Reads the body of `POST /__sim/set`. @returns every problem of it, or the change. */
export function readChange(text: string): { readonly change: SimulatorChange } | { readonly problems: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: ['the body is not JSON'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problems: [`an object with members of ${Object.keys(CHANGES).join(', ')} is needed`] };
  const problems = problemsOf(value as Record<string, unknown>, CHANGES);
  return problems.length > 0 ? { problems } : { change: value as SimulatorChange };
}
