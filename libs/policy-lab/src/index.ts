export { type Cell, nameOf, parseCell, replayOf } from './cells/cell';
export { allCells, coveringCells } from './cells/matrix';
export { type CellOutcome, runCell } from './cells/run-cell';
export type { Violation } from './laws/violation';
export { type BaselineRow, baselineRows, coveringBaselineRows } from './baseline/baseline-rows';
export { type BaselineOutcome, runBaselineRow } from './baseline/run-baseline';
export { pairViolations } from './cells/pairs';
