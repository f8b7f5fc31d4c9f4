import { isRecord } from '../../../../../shared/is-record.ts';

/** An object whose keys are plain (`withPlainKeys`). */
export type Loose = Readonly<Record<string, unknown>>;

const startKeys = [
  ...['start', 'starttime', 'startsec', 'startoffset', 'starttimeseconds', 'startat', 'ts'],
  ...['begin', 'begintime', 'from', 'offset'],
];
const endKeys = ['end', 'endtime', 'endsec', 'endoffset', 'endtimeseconds', 'endat', 'endts', 'stop', 'to'];

/** Seconds, as far as it says them. */
export function timesOf(item: Loose): { start: number | null; end: number | null } {
  const { timestamp, timestamps, offsets } = item;
  if (Array.isArray(timestamp)) return { start: secOf(timestamp[0]), end: secOf(timestamp[1]) };
  // whisper.cpp: milliseconds, or a clock.
  if (isRecord(offsets)) return { start: msOf(offsets.from), end: msOf(offsets.to) };
  if (isRecord(timestamps)) return { start: secOf(timestamps.from), end: secOf(timestamps.to) };
  const start = startKeys.map((key) => secOf(item[key])).find((sec) => sec !== null);
  const end = endKeys.map((key) => secOf(item[key])).find((sec) => sec !== null);
  const duration = secOf(item.duration);
  const ended = start != null && duration !== null ? start + duration : null;
  const [startMs, lengthMs] = [msOf(item.offsetmilliseconds), msOf(item.durationmilliseconds)];
  const endedMs = startMs !== null && lengthMs !== null ? startMs + lengthMs : null;
  return {
    start: start ?? msOf(item.startms ?? item.starttimems) ?? startMs,
    end: end ?? msOf(item.endms ?? item.endtimems) ?? ended ?? endedMs,
  };
}

export function languageOf(value: Loose): string | null {
  const { language, detectedlanguage, languagecode, lang, transcriptioninfo, metadata } = value;
  const around = [transcriptioninfo, metadata].filter(isRecord).map(languageOf);
  const given = [language, detectedlanguage, languagecode, lang].map((one) =>
    isRecord(one) ? (one.code ?? one.name ?? one.language) : Array.isArray(one) ? (one[0] as unknown) : one,
  );
  const told = [...given, ...around].find((one) => typeof one === 'string' && one.trim() !== '');
  // Some hand on their model's own sign for it.
  return typeof told === 'string' ? told.replace(/^<\|(.*)\|>$/, '$1') : null;
}

export function speakerOf({ speaker, speakerid, speakertag, speakerlabel, spk }: Loose): string | null {
  const told = speaker ?? speakerid ?? speakertag ?? speakerlabel ?? spk;
  const given = isRecord(told) ? (told.name ?? told.label ?? told.id) : told;
  if (typeof given === 'number') return `Speaker ${given}`;
  return typeof given === 'string' && given.trim() !== '' ? given.trim().slice(0, 80) : null;
}

/** A number, or one that was written as text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value.trim())
    ? Number(value)
    : null;
}

/** Seconds: a number, `1.5s`, `PT1.5S`, or a clock such as `00:01:02,345`. */
function secOf(value: unknown): number | null {
  const text = typeof value === 'string' ? value.trim() : null;
  const number = numberOf(text === null ? value : text.replace(/^PT/, '').replace(/s$/i, ''));
  if (number !== null || text === null) return number;
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?$/.exec(text);
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction}`);
}

function msOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null ? null : number / 1_000;
}
