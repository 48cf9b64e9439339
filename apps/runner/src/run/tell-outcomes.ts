import type { AccountOutcome } from '@smart-ingestor/composition';
import { isSmartIngestorError } from '@smart-ingestor/contracts';
import { type CliIo, writeLine } from '../io';
import { reportError } from '../report-error';
import type { ClampExample } from './clamp-example';
import { summaryText } from './summary-text';

type Failure = AccountOutcome & { readonly summary: null };

/** A key that was refused asks for a person before anything else does. */
function byUrgency(a: Failure, b: Failure): number {
  const rank = ({ error }: Failure): number => (isSmartIngestorError(error) && error.code === 'KEY_REFUSED' ? 1 : 0);
  return rank(a) - rank(b);
}

/** Summaries on stdout (`clamps`: `null` where stdout is for machines), then what ended accounts early. @throws the most urgent of those errors. */
export function tellOutcomes(outcomes: readonly AccountOutcome[], clamps: ClampExample | null, io: CliIo): void {
  const isOne = outcomes.length === 1;
  for (const { account, summary } of clamps === null ? [] : outcomes) {
    if (summary === null) continue;
    if (!isOne) writeLine(io.stdout, `account ${account.name}`);
    io.stdout.write(summaryText(summary, isOne ? clamps!.text() : null));
  }
  const failures = outcomes.filter((outcome): outcome is Failure => outcome.summary === null).sort(byUrgency);
  for (const [index, { account, error }] of failures.entries()) {
    if (!isOne) writeLine(io.stderr, `account ${account.name} ended before the others:`);
    if (index === failures.length - 1) throw error;
    reportError(error, io);
  }
}
