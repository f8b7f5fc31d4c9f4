import { parse, type CsvError } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { withFormula } from '../../../../shared/events/csv-cells.ts';

/** A row as an object of what our own export wrote in it, or why it cannot be read. */
export type CsvRow = { line: number } & ({ value: Record<string, unknown> } | { problem: string });

const numbers = new Set(['seq', 'wallMs', 'monoMs', 'generation', 'bytes']);

/**
 * Reads CSV by the names in its first row. An empty cell is `null`, an empty pair of quotation marks an empty text.
 * A record is at most `maxRecordBytes` long.
 */
export async function* readCsvRows(path: string, maxRecordBytes: number): AsyncGenerator<CsvRow> {
  const bad: CsvRow[] = [];
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      columns: true,
      info: true,
      relax_column_count: false,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: maxRecordBytes,
      cast: (text, { quoting }) => (text === '' && !quoting ? null : text),
    }),
  );
  parser.on('skip', (error?: CsvError) => {
    bad.push({ line: Number(error?.lines ?? 0), problem: error?.message ?? 'it is not CSV' });
  });
  for await (const entry of parser as AsyncIterable<{
    record: Record<string, string | null>;
    info: { lines: number };
  }>) {
    yield* bad.splice(0);
    yield rowOf(entry.record, entry.info.lines);
  }
  yield* bad.splice(0);
}

function rowOf(record: Record<string, string | null>, line: number): CsvRow {
  const value: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(record)) {
    if (text === null) value[name] = name === 'fields' ? {} : null;
    else if (numbers.has(name)) value[name] = Number(text);
    else value[name] = withFormula(text);
  }
  if (typeof value.fields !== 'string') return { line, value };
  try {
    return { line, value: { ...value, fields: JSON.parse(value.fields) as unknown } };
  } catch {
    return { line, problem: 'its fields are not JSON' };
  }
}
