import { counted } from '../../../../shared/plural.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import type { TranscriptSummary } from '../../../../shared/session/transcript/transcripts.ts';

/** What an engine made of a session and what that cost, in one line. */
export function transcriptLine(transcript: TranscriptSummary): string {
  const { engine, segments, done, parked, waiting, speechSec, billedSec, costUsd, reason } = transcript;
  const parts = [
    `${done} of ${counted(segments, 'segment')} transcribed`,
    ...(parked > 0 ? [`${parked} failed`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    `${speechSec.toFixed(1)} s of speech`,
    ...(billedSec > 0 ? [`${billedSec.toFixed(1)} s billed, ${costUsd.toFixed(4)} USD`] : []),
    ...(reason === null ? [] : [reason]),
  ];
  return visibleLine(`  ${engine}: ${parts.join(', ')}`);
}
