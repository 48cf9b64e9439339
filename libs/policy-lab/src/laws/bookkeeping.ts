import type { Books } from '../account/books';
import { since, type Violation } from './violation';

const LONG_SILENCE_MS = 10 * 60_000;
const LINE_EVERY_MS = 60_000;

/** I8: idle, no reservation is open; what we think we spent is what the server charged, less answers that never came; balances differ by one step at most. */
export function ledgerViolations({ ledger, gainPerTick, refillPerMinute }: Pick<Books, 'ledger' | 'gainPerTick' | 'refillPerMinute'>): Violation[] {
  const violations: Violation[] = [];
  const broken = (message: string): void => void violations.push({ law: 'I8', message });
  const { openGrants, consumedTokens, serverConsumedTokens, unansweredTokens, balanceTokens, serverBalanceTokens } = ledger;
  if (openGrants !== 0) broken(`${openGrants} grants are open when idle`);
  if (consumedTokens !== serverConsumedTokens - unansweredTokens)
    broken(
      `the ledger knows of ${consumedTokens} tokens, the server charged ${serverConsumedTokens}, of which ${unansweredTokens} without an answer`,
    );
  if (unansweredTokens === 0 && Math.abs(balanceTokens - serverBalanceTokens) > Math.max(gainPerTick, refillPerMinute))
    broken(`the ledger says ${balanceTokens}, the server ${serverBalanceTokens}: more than one step apart`);
  return violations;
}

/**
 * I9: `/token` at the start, after a long silence or to resolve an answer that never came, never as a poll; while nothing is sent, at most one line
 * a minute about waiting.
 */
export function quietViolations({
  tokenReads,
  waitLinesMs,
  charges,
  startedMs,
}: Pick<Books, 'tokenReads' | 'waitLinesMs' | 'charges' | 'startedMs'>): Violation[] {
  const polls = tokenReads.slice(1).filter(({ silenceMs, unanswered }) => silenceMs < LONG_SILENCE_MS && unanswered === 0);
  const violations: Violation[] = polls.map(({ atMs, silenceMs }) => ({
    law: 'I9',
    message: `${since(startedMs, atMs)}: /token was asked ${Math.round(silenceMs / 1_000)} s after the last answer`,
  }));
  const sentMs = charges.map((charge) => charge.sentMs).sort((a, b) => a - b);
  let next = 0;
  waitLinesMs.slice(1).forEach((atMs, index) => {
    const beforeMs = waitLinesMs[index]!;
    while (next < sentMs.length && sentMs[next]! < beforeMs) next += 1;
    const apartMs = atMs - beforeMs;
    const isSameSilence = next === sentMs.length || sentMs[next]! > atMs;
    if (isSameSilence && apartMs < LINE_EVERY_MS)
      violations.push({ law: 'I9', message: `${since(startedMs, atMs)}: two lines about waiting within ${apartMs} ms` });
  });
  return violations;
}
