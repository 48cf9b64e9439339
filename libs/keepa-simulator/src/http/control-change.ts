import type { FaultSettings } from '../faults';
import type { SimulatorChange } from '../simulator';

/** What is wrong with a value, each problem beginning with the path of the member; empty = nothing. */
type Check = (value: unknown, path: string) => string[];

const needs =
  (needed: string, isFine: (value: unknown) => boolean): Check =>
  (value, path) =>
    isFine(value) ? [] : [`${path}: ${needed} is needed, got ${JSON.stringify(value)}`];
const wholeNumber = (min: number, max: number): Check =>
  needs(`a whole number from ${min} to ${max}`, (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max);
const number = (min: number, max: number): Check =>
  needs(`a number from ${min} to ${max}`, (value) => typeof value === 'number' && value >= min && value <= max);
const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);
const share = number(0, 1);
const tokens = wholeNumber(0, 1_000_000);

const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    const allowed = Object.keys(checks).join(', ');
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path || 'the body'}: an object is needed, with members of ${allowed}`];
    return Object.entries(value).flatMap(([name, given]) => {
      const place = path === '' ? name : `${path}.${name}`;
      return Object.hasOwn(checks, name) ? checks[name]!(given, place) : [`${place}: not known; allowed: ${allowed}`];
    });
  };

const FAULTS: Readonly<Record<keyof FaultSettings, Check>> = {
  timeoutAfterChargeRate: share,
  serverErrorRate: share,
  cutBodyRate: share,
  outOfOrderRate: share,
  outOfOrderDelayMs: wholeNumber(0, 600_000),
  storm429Requests: wholeNumber(0, 1_000_000),
  refillSpikePerMinute: orNull(wholeNumber(1, 20_000)),
};

const CHANGES: Readonly<Record<keyof SimulatorChange | 'plan', Check>> = {
  refillPerMinute: wholeNumber(1, 20_000),
  // What the command line calls it.
  plan: wholeNumber(1, 20_000),
  balance: wholeNumber(-10_000_000, 10_000_000),
  tokenFlowReduction: number(0, 20_000),
  faults: members(FAULTS),
  foreign: members({ tokensPerMinute: tokens, tokensPer10Minutes: tokens }),
};

/** Reads the body of `POST /__sim/set`, where `plan` is another name of `refillPerMinute`. @returns every problem of it, or the change. */
export function readChange(text: string): { readonly change: SimulatorChange } | { readonly problems: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: ['the body: JSON is needed'] };
  }
  const problems = members(CHANGES)(value, '');
  if (problems.length > 0) return { problems };
  const { plan, ...change } = value as SimulatorChange & { readonly plan?: number };
  if (plan === undefined) return { change };
  if (change.refillPerMinute !== undefined) return { problems: ['plan and refillPerMinute are two names of one value: one of them is needed'] };
  return { change: { ...change, refillPerMinute: plan } };
}
