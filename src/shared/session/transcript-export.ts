import { visibleLine } from '../visible-text.ts';
import type { SessionReport, TranscriptLine } from './session.ts';
import { isHidden } from './transcripts.ts';

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
function cueTimes(line: TranscriptLine, decimalMark: ',' | '.'): string {
  const endSec = Math.max(line.endSec, line.startSec + 0.001);
  return `${timestamp(line.startSec, decimalMark)} --> ${timestamp(endSec, decimalMark)}`;
}

/** A cue's text is one paragraph: an empty line would end the cue, `-->` would start another. */
function cueText(line: TranscriptLine): string {
  return visibleLine(line.text.replace(/\s+/g, ' ').replaceAll('-->', '→').trim());
}

function namedSpeaker(line: TranscriptLine): string | null {
  return line.speaker === '' || line.speaker === 'Unknown' ? null : visibleLine(line.speaker);
}

/** One line of text a transcript line, with its time. */
function toTxt(report: SessionReport): string {
  const head = [visibleLine(report.title), `${report.startedAt}, ${Math.round(report.seconds)} s`, ''];
  const body = report.transcript.map((line) => {
    const speaker = namedSpeaker(line);
    return `[${timestamp(line.startSec, '.').slice(0, 8)}] ${speaker === null ? '' : `${speaker}: `}${cueText(line)}`;
  });
  return [...head, ...body, ''].join('\n');
}

/** SubRip. */
function toSrt(report: SessionReport): string {
  return report.transcript
    .map((line, index) => `${index + 1}\n${cueTimes(line, ',')}\n${cueText(line)}\n`)
    .join('\n');
}

/** WebVTT (W3C). `<`, `>` and `&` have a meaning there. */
function toVtt(report: SessionReport): string {
  const escape = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = report.transcript.map((line) => {
    const speaker = namedSpeaker(line);
    const voice = speaker === null ? '' : `<v ${escape(speaker)}>`;
    return `\n${cueTimes(line, '.')}\n${voice}${escape(cueText(line))}\n`;
  });
  return `WEBVTT\n${cues.join('')}`;
}

const writers = {
  txt: toTxt,
  srt: toSrt,
  vtt: toVtt,
  json: (report: SessionReport) => `${JSON.stringify(report, null, 2)}\n`,
} as const;

/** A session as a text file of the format, ready to be saved. Only JSON holds what was probably never said. */
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
