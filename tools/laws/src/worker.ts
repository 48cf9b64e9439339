import 'reflect-metadata';
import { type BaselineRow, type Cell, runBaselineRow, runCell } from '@smart-ingestor/policy-lab';
import type { Task } from './pool';

/** One process of the pool: takes a task, answers with its outcome. */
process.on('message', (task: Task<Cell | BaselineRow>) => {
  const outcome = task.kind === 'cell' ? runCell(task.input as Cell) : runBaselineRow(task.input as BaselineRow);
  outcome.then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
