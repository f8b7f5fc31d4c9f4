import { parse, type CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { withFormula } from '../../../shared/events/csv-cells.ts';
import { longestEventBytes } from './collector.ts';
import type { EventText } from './cut-texts.ts';
import { copied } from './open-text.ts';
import { sentence, type Sentence } from '../../../shared/words/all-words.ts';

/** How a table is written: what stands between its cells, and in which line its column names are. */
export type TableShape = { delimiter: string; headLine: number };

const columns = new Set(
  'seq,wallMs,monoMs,kind,type,direction,sessionId,target,connectionId,generation,bytes,raw,fields,reason,t_ms,dir,conn,binary,event_type,data,source,session_id'.split(
    ',',
  ),
);
const delimiters = [',', ';', '\t', '|'];
const numbers = new Set(['seq', 'wallMs', 'monoMs', 'generation', 'bytes', 't_ms']);
const objects = new Set(['fields', 'data']);

/** `null` when the text does not begin with the names of our columns. A first line `sep=;` names what stands between. */
export function tableShapeOf(start: string): TableShape | null {
  const lines = start.split(/\r\n|\r|\n/, 3);
  const named = /^"?sep=(.)"?$/i.exec((lines[0] ?? '').slice(0, 20))?.[1];
  const headLine = named === undefined ? 0 : 1;
  const head = lines[headLine] ?? '';
  for (const delimiter of named === undefined ? delimiters : [named]) {
    const names = head.split(delimiter).map((name) => unquoted(name));
    if (names.filter((name) => columns.has(name)).length >= 3) return { delimiter, headLine: headLine + 1 };
  }
  return null;
}

function unquoted(cell: string): string {
  const name = cell.trim();
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;
}

/** Each row as a JSON object by the names of its columns. An empty cell is `null`, `""` an empty text. */
export async function* readTableRows(
  blocks: AsyncGenerator<Buffer>,
  { delimiter, headLine }: TableShape,
): AsyncGenerator<EventText> {
  const bad: EventText[] = [];
  const parser = Readable.from(copied(blocks), { objectMode: false }).pipe(
    parse({
      delimiter,
      from_line: headLine,
      columns: (names: string[]) => names.map((name) => name.trim()),
      info: true,
      skip_empty_lines: true,
      // A spreadsheet fills the last rows up with empty cells.
      skip_records_with_empty_values: true,
      skip_records_with_error: true,
      max_record_size: longestEventBytes,
      cast: (text, { quoting }) => (text === '' && !quoting ? null : text),
    }),
  );
  parser.on('skip', (error?: CsvError) => {
    bad.push({
      line: Number(error?.lines ?? 0),
      text: null,
      problem: error?.message ?? sentence('line.not-csv'),
    });
  });
  for await (const entry of parser as AsyncIterable<{
    record: Record<string, string | null>;
    info: { lines: number };
  }>) {
    yield* bad.splice(0);
    yield rowOf(entry.record, entry.info.lines, delimiter);
  }
  yield* bad.splice(0);
}

function rowOf(record: Record<string, string | null>, line: number, delimiter: string): EventText {
  const value: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(record)) {
    const read = cellOf(name, cell, delimiter);
    if ('problem' in read) return { line, text: null, problem: read.problem };
    if (read.value !== undefined) value[name] = read.value;
  }
  const text = JSON.stringify(value);
  return { line, text, isUtf8: !text.includes('\ufffd') };
}

// So many characters a cell of a widespread spreadsheet holds; it cuts the rest off without a word.
const fullCellChars = 32_767;

function cellOf(
  name: string,
  cell: string | null,
  delimiter: string,
): { value: unknown } | { problem: string | Sentence } {
  // An empty cell of a trace says that there is none, not that it is null.
  if (cell === null)
    return { value: name === 'fields' ? {} : name === 'conn' || name === 'binary' ? undefined : null };
  if (cell.length === fullCellChars)
    return { problem: sentence('line.cell-cut', { name, chars: fullCellChars }) };
  if (numbers.has(name)) return numberCell(name, cell.trim(), delimiter);
  if (name === 'binary') return { value: cell.toLowerCase() === 'true' };
  if (!objects.has(name)) return { value: withFormula(cell) };
  try {
    return { value: JSON.parse(cell) as unknown };
  } catch {
    return { problem: sentence('line.not-value-json', { name }) };
  }
}

// Longer is no number that anybody wrote.
const longestNumber = 40;

function numberCell(
  name: string,
  text: string,
  delimiter: string,
): { value: number } | { problem: string | Sentence } {
  if (text.length > longestNumber) return { problem: sentence('line.not-number', { name, given: '' }) };
  if (/^-?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text))
    return {
      problem: sentence('line.cell-rounded', { name, given: text }),
    };
  const plain = plainNumber(text, delimiter);
  return plain === null
    ? { problem: sentence('line.not-number', { name, given: text }) }
    : { value: Number(plain) };
}

/** With a point before decimals and nothing between thousands. */
function plainNumber(text: string, delimiter: string): string | null {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  // Where cells are parted by a comma, one inside of a number stands between thousands.
  if (delimiter !== ',' && /^-?\d+,\d+$/.test(text)) return text.replace(',', '.');
  if (/^-?\d{1,3}(?:[.' \u00a0\u202f]\d{3})+(?:,\d+)?$/.test(text))
    return text.replace(/[.' \u00a0\u202f]/g, '').replace(',', '.');
  if (/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return text.replaceAll(',', '');
  return null;
}
