import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import { type Output, writeLine } from '../io';

/** One event a line, nothing else; `run.finished` with the summary is the last. */
export function jsonEvents(output: Output): IngestionListener {
  return { on: (event: IngestionEvent): void => writeLine(output, JSON.stringify(event)) };
}
