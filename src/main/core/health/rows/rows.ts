import type { Evidence, Row, RowRule } from './row.ts';
import { captureRows } from './capture-rows.ts';
import { diskRow, engineRow, networkRow, processRow, storeRow } from './machine-rows.ts';
import { errorsRow, processingRow, queueRow, recordingRow, resultsRow, socketsRow } from './stream-rows.ts';
import { targetRow } from './target-row.ts';

const rules: readonly RowRule[] = [
  targetRow,
  captureRows,
  recordingRow,
  queueRow,
  socketsRow,
  processingRow,
  errorsRow,
  resultsRow,
  storeRow,
  engineRow,
  diskRow,
  networkRow,
  processRow,
];

/** The rows of the health page, from evidence alone. */
export function rowsOf(evidence: Evidence): Row[] {
  return rules.flatMap((rule) => rule(evidence));
}
