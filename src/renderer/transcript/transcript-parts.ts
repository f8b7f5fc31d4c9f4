import type { SessionReport, TranscriptLine } from '../../shared/session/session.ts';

/** Speech that has no words. */
export type Missing = SessionReport['untranscribed'][number];

/** A line with its place among the lines, or what is missing. */
export type TranscriptPart = { line: TranscriptLine; index: number } | { gap: Missing };

/** The lines as they are, and between them what lacks words, by its beginning. */
export function partsOf(lines: readonly TranscriptLine[], missing: readonly Missing[]): TranscriptPart[] {
  const gaps = missing.toSorted((a, b) => a.startSec - b.startSec);
  const parts: TranscriptPart[] = [];
  for (const [index, line] of lines.entries()) {
    const later = gaps.findIndex(({ startSec }) => startSec >= line.startSec);
    parts.push(...gaps.splice(0, later < 0 ? gaps.length : later).map((gap) => ({ gap })), { line, index });
  }
  return [...parts, ...gaps.map((gap) => ({ gap }))];
}
