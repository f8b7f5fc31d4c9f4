import { counted } from '../../plural.ts';

const tracks: Readonly<Record<string, string>> = { system: 'System audio', microphone: 'Microphone' };

/** What went otherwise than planned. Lengths in seconds. */
export const receiptWords = {
  'receipt.gap': (p: { source: string; atSec: number; lengthSec: number; reason: string }) =>
    `${tracks[p.source] ?? p.source} is missing from ${clock(p.atSec)} for ${seconds(p.lengthSec)}: ${p.reason}.`,
  'receipt.resent': (p: { target: string; sec: number; chunks: number }) =>
    `${seconds(p.sec)} of audio were resent to ${p.target} (${counted(p.chunks, 'chunk')}): the connection ended before delivery was confirmed.`,
  'receipt.refused': (p: { target: string; atSec: number; lengthSec: number }) =>
    `${p.target} did not accept the audio from ${clock(p.atSec)} for ${seconds(p.lengthSec)}: it closed the connection three times when that was sent.`,
  'receipt.unconfirmed': (p: { target: string; sec: number }) =>
    `${seconds(p.sec)} of audio were sent to ${p.target}, but the delivery was never confirmed.`,
  'receipt.unanswered': (p: { target: string; minute: number; sec: number; where: readonly string[] }) =>
    `Minute ${p.minute}: ${p.target} never answered ${seconds(p.sec)} of the audio that it was sent (${p.where.join(', ')}). It was lost there, or was a repetition that the target does not report.`,
  'receipt.stretch': (p: { fromSec: number; untilSec: number }) =>
    `${clock(p.fromSec)} to ${clock(p.untilSec)}`,
} as const;

function seconds(sec: number): string {
  return `${sec < 10 ? sec.toFixed(1) : Math.round(sec)} s`;
}

function clock(sec: number): string {
  const whole = Math.floor(sec);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
