import { visibleLine } from '../../visible-text.ts';
import { cueLines, cuesOf, cueText, type Cue } from './cues.ts';
import type { SessionReport, TranscriptLine } from '../session.ts';
import { isHidden } from './hidden-flags.ts';

/** `00:01:02,345` for SubRip, `00:01:02.345` for WebVTT. */
function timestamp(sec: number, decimalMark: ',' | '.'): string {
  const totalMs = Math.max(0, Math.round(sec * 1000));
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  const hours = Math.floor(totalMs / 3_600_000);
  const minutes = Math.floor(totalMs / 60_000) % 60;
  const seconds = Math.floor(totalMs / 1000) % 60;
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}${decimalMark}${pad(totalMs % 1000, 3)}`;
}

/** A cue must end after it starts, or players drop it. */
function cueTimes(
  { startSec, endSec }: { startSec: number; endSec: number },
  decimalMark: ',' | '.',
): string {
  return `${timestamp(startSec, decimalMark)} --> ${timestamp(Math.max(endSec, startSec + 0.001), decimalMark)}`;
}

function namedSpeaker({ speaker }: { speaker: string }): string | null {
  return speaker === '' || speaker === 'Unknown' ? null : visibleLine(speaker);
}

/** `0:24`, or `1:02:03`. */
function clock(sec: number): string {
  const text = timestamp(Math.floor(sec), '.').slice(0, 8);
  return text.startsWith('00:') ? text.slice(3).replace(/^0/, '') : text.replace(/^0/, '');
}

/** `0:24 to 0:53 could not be transcribed` */
export function missingWords({ startSec, endSec }: { startSec: number; endSec: number }): string {
  return `${clock(startSec)} to ${clock(endSec)} couldn't be transcribed`;
}

/** A line of the transcript, or a place where words are missing. */
type Entry = TranscriptLine & { isMissing: boolean };

function entriesOf(report: SessionReport): Entry[] {
  const missing = report.untranscribed.map((gap): Entry => ({
    ...gap,
    text: `[${missingWords(gap)}]`,
    speaker: '',
    flags: [],
    isMissing: true,
  }));
  const lines = report.transcript.map((line): Entry => ({ ...line, isMissing: false }));
  return [...lines, ...missing].toSorted((a, b) => a.startSec - b.startSec);
}

// Somebody who pauses so long begins something new; longer paragraphs are hard to read.
const paragraphPauseSec = 2.5;
const paragraphChars = 700;

/** Lines that belong together, of one speaker and without a long pause. */
export function paragraphsOf(lines: readonly TranscriptLine[]): TranscriptLine[] {
  const paragraphs: TranscriptLine[] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (
      last?.speaker === line.speaker &&
      line.startSec - last.endSec < paragraphPauseSec &&
      last.text.length + line.text.length < paragraphChars
    ) {
      last.text = `${last.text} ${cueText(line.text)}`;
      last.endSec = Math.max(last.endSec, line.endSec);
    } else {
      paragraphs.push({ ...line, text: cueText(line.text) });
    }
  }
  return paragraphs;
}

/** Paragraphs with the time at which they begin. */
function toTxt(report: SessionReport): string {
  const head = [
    visibleLine(report.title),
    `${report.startedAt}, ${Math.round(report.seconds)} s`,
    ...(report.tags.length === 0 ? [] : [`Tags: ${report.tags.map(visibleLine).join(', ')}`]),
    ...notesOf(report),
  ];
  const body = paragraphsOf(entriesOf(report)).map((line) => {
    const speaker = namedSpeaker(line);
    return `[${timestamp(line.startSec, '.').slice(0, 8)}] ${speaker === null ? '' : `${speaker}: `}${line.text}`;
  });
  return [head.join('\n'), ...body].join('\n\n') + '\n';
}

/** Markdown; without times it is what people paste into a mail. */
export function toMarkdown(report: SessionReport, withTimes = true): string {
  // Signs that Markdown would take for its own.
  const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, '\\$&');
  const body = paragraphsOf(entriesOf(withoutHidden(report))).map((line) => {
    const speaker = namedSpeaker(line);
    const time = withTimes ? `\`${timestamp(line.startSec, '.').slice(0, 8)}\` ` : '';
    return `${time}${speaker === null ? '' : `**${plain(speaker)}:** `}${plain(line.text)}`;
  });
  const head = [
    `# ${plain(visibleLine(report.title))}`,
    ...(report.tags.length === 0
      ? []
      : [`Tags: ${report.tags.map((tag) => plain(visibleLine(tag))).join(', ')}`]),
    ...notesOf(report).map(plain),
  ];
  return [...head, ...body].join('\n\n') + '\n';
}

/** What somebody wrote about it, line by line. */
function notesOf({ notes }: SessionReport): string[] {
  return notes.trim() === '' ? [] : notes.trim().split(/\r?\n/).map(visibleLine);
}

type SpokenCue = Cue & { speaker: string | null };

/** In the order in which they begin, which WebVTT wants: people of two tracks talk at the same time. */
function spokenCues(
  report: SessionReport,
  nameOf: (speaker: string | null) => string = () => '',
): SpokenCue[] {
  return entriesOf(report)
    .flatMap((entry): SpokenCue[] => {
      const { startSec, endSec } = entry;
      if (entry.isMissing) return [{ startSec, endSec, lines: cueLines(entry.text), speaker: null }];
      const speaker = namedSpeaker(entry);
      return cuesOf(entry, nameOf(speaker)).map((cue) => ({ ...cue, speaker }));
    })
    .toSorted((a, b) => a.startSec - b.startSec);
}

/** SubRip. Who speaks is said where there is more than the one track. */
function toSrt(report: SessionReport): string {
  const speakers = new Set(report.transcript.map(({ speaker }) => speaker));
  const isTold = (speaker: string | null): boolean =>
    speaker !== null && (speakers.size > 1 || !['system', 'microphone'].includes(speaker));
  return spokenCues(report, (speaker) => (isTold(speaker) ? (speaker ?? '') : ''))
    .map((cue, index) => `${index + 1}\n${cueTimes(cue, ',')}\n${cue.lines.join('\n')}\n`)
    .join('\n');
}

/** WebVTT (W3C). `<`, `>` and `&` have a meaning there. */
function toVtt(report: SessionReport): string {
  const escape = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = spokenCues(report).map((cue) => {
    const voice = cue.speaker === null ? '' : `<v ${escape(cue.speaker)}>`;
    return `\n${cueTimes(cue, '.')}\n${voice}${cue.lines.map(escape).join('\n')}\n`;
  });
  return `WEBVTT\n${cues.join('')}`;
}

const writers = {
  txt: toTxt,
  srt: toSrt,
  vtt: toVtt,
  md: (report: SessionReport) => toMarkdown(report),
  json: (report: SessionReport) => `${JSON.stringify(report, null, 2)}\n`,
} as const;

/**
 * A session as a text file of the format, ready to be saved. Only JSON holds what was probably never said; all say where words
 * are missing.
 */
export function exportTranscript(
  report: SessionReport,
  format: keyof typeof writers,
): { fileName: string; text: string } {
  return {
    fileName: `${report.sessionId}.${format}`,
    text: writers[format](format === 'json' ? report : withoutHidden(report)),
  };
}

function withoutHidden(report: SessionReport): SessionReport {
  return { ...report, transcript: report.transcript.filter((line) => !isHidden(line)) };
}
