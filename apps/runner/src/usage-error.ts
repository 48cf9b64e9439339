import { SmartIngestorError } from '@smart-ingestor/contracts';

/** The command line cannot be obeyed. Every problem is listed, each with its flag, value and cure. */
export class UsageError extends SmartIngestorError {
  readonly code = 'USAGE';
  readonly kind = 'fatal';
  constructor(readonly problems: readonly string[]) {
    super(problems.length === 1 ? problems[0]! : `${problems.length} problems:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}
