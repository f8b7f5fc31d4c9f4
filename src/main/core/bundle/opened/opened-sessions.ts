import { z } from 'zod';
import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import {
  sessionReportSchema,
  transcriptLineSchema,
  type SessionReport,
} from '../../../../shared/session/session.ts';
import { jsonIn, rowsIn } from './opened-rows.ts';
import { say } from '../../../../shared/words/all-words.ts';

const lineSchema = transcriptLineSchema
  .omit({ flags: true })
  .extend({ sessionId: z.string() })
  .transform((line) => ({ ...line, flags: [] }));

const rowSchema = z
  .object({
    sessionId: z.string(),
    startedAt: z.string(),
    tracks: z.array(z.record(z.string(), z.unknown())),
    untranscribed: z.array(z.record(z.string(), z.unknown())).default([]),
    transcript: z.object({ lines: z.number(), characters: z.number() }),
  })
  .loose();

/** Sessions of a bundle, newest first, with what it has no words for said in their place. */
export function sessionsIn(
  texts: Readonly<Record<string, string>>,
  analysis: AnalysisReport | null,
): SessionReport[] {
  const lines = Map.groupBy(rowsIn(texts['transcripts.jsonl'], lineSchema), ({ sessionId }) => sessionId);
  return (texts['sessions.jsonl'] ?? '').split('\n').flatMap((text) => {
    const row = rowSchema.safeParse(jsonIn(text)).data;
    if (row === undefined) return [];
    const spoken = (lines.get(row.sessionId) ?? []).toSorted((a, b) => a.startSec - b.startSec);
    const report = sessionReportSchema.safeParse({
      ...row,
      meetingId: '–',
      // What people wrote of it stays with them.
      notes: '',
      tags: [],
      hasWords: row.transcript.lines > 0,
      title: say('bundle.opened-session', { at: row.startedAt.slice(0, 16).replace('T', ' ') }),
      tracks: row.tracks.map((track) => ({ ...track, path: 'not in the bundle' })),
      untranscribed: row.untranscribed.map((span) => ({ ...span, speaker: '' })),
      transcript: spoken.length > 0 ? spoken : leftOut(row.transcript),
      text: spoken.map((line) => line.text).join(' '),
      transcripts: [],
      findings: findingsOf(row.sessionId, analysis),
    });
    return report.success ? [report.data] : [];
  });
}

function leftOut({ lines, characters }: { lines: number; characters: number }): SessionReport['transcript'] {
  if (lines === 0) return [];
  const text = `${lines} lines with ${characters} characters, which are not in this bundle.`;
  return [{ startSec: 0, endSec: 0, text, speaker: '', flags: [] }];
}

function findingsOf(sessionId: string, analysis: AnalysisReport | null): SessionReport['findings'] {
  const own = analysis?.findings.filter((finding) => finding.sessionId === sessionId) ?? [];
  const byCause: SessionReport['findings']['byCause'] = {};
  for (const { cause, repeats } of own) byCause[cause] = (byCause[cause] ?? 0) + repeats;
  const duplicates = own.reduce((sum, { repeats }) => sum + repeats, 0);
  return { duplicates, deprecated: 0, validationErrors: 0, byCause };
}
