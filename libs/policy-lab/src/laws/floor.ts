import type { Books } from '../account/books';
import { since, type Violation } from './violation';

/** The floor of the mission: 20 tokens above the −200 at which an account was reported locked. */
export const FLOOR_TOKENS = -180;

/** I1: no charge of ours leaves the server's balance below the floor, less what others spent since the newest reading that we had. */
export function floorViolations({ charges, startedMs }: Pick<Books, 'charges' | 'startedMs'>): Violation[] {
  return charges
    .filter(({ afterTokens, foreignTokens }) => afterTokens < FLOOR_TOKENS - foreignTokens)
    .map(({ atMs, afterTokens, foreignTokens, tokens, stage }) => ({
      law: 'I1',
      message: `${since(startedMs, atMs)}: a ${stage} of ${tokens} left ${afterTokens}, below ${FLOOR_TOKENS - foreignTokens} (floor ${FLOOR_TOKENS}, foreign ${foreignTokens})`,
    }));
}

/** Where nobody else spends and the plan stays, Keepa never has a reason to refuse. */
export function refusalViolations({ refusals, startedMs }: Pick<Books, 'refusals' | 'startedMs'>): Violation[] {
  return refusals.map(({ atMs, workClass, balanceTokens }) => ({
    law: 'no-refusals',
    message: `${since(startedMs, atMs)}: a ${workClass} request was refused at a balance of ${balanceTokens}`,
  }));
}
