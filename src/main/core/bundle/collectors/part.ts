import type { BundlePartId } from '../../../../shared/bundle/bundle.ts';
import type { Source } from '../source/source.ts';
import { type Sentence } from '../../../../shared/words/all-words.ts';

/** One file of a bundle, as lines of text that hold only what its schema calls public. */
export type Part = {
  id: BundlePartId;
  /** Its name in the zip. */
  file: string;
  title: Sentence;
  /** What stands before the lines, such as the names of columns. */
  head: string | null;
  /** Newest first where lines have a time, so that a cap cuts what is oldest. */
  lines(source: Source): AsyncIterable<string> | Iterable<string>;
  /** Lines made, by the same rules, of a row that holds `canary` in every private place. */
  bait(source: Source, canary: string): string[];
  /** How many lines there would be at most, where that is known. */
  count?(source: Source): number | null;
};

/** How one kind of row becomes a line. */
type PartOf<Row> = Omit<Part, 'lines' | 'bait' | 'head'> & {
  head?: string;
  rows(source: Source): AsyncIterable<Row> | Iterable<Row> | Promise<Row[]>;
  /** Takes the public fields of a row; `null` leaves it out. */
  show(row: Row, source: Source): string | null;
  /** Rows with the canary in every private place. */
  plant(canary: string): Row[];
};

export function definePart<Row>(part: PartOf<Row>): Part {
  return {
    id: part.id,
    file: part.file,
    title: part.title,
    head: part.head ?? null,
    ...(part.count !== undefined && { count: part.count }),
    async *lines(source) {
      const rows = await part.rows(source);
      for await (const row of rows) {
        const line = part.show(row, source);
        if (line !== null) yield line;
      }
    },
    bait: (source, canary) => part.plant(canary).flatMap((row) => part.show(row, source) ?? []),
  };
}

/** A part that is one JSON document. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
