import { AppError } from '../../../shared/errors.ts';
import type { Input } from '../../../shared/session/session.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A length of time such as `90s`, `15m`, `1h` or `7d`, in ms.
 * @throws AppError `bad-input`
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  const unitMs = unitsMs[match?.[2] ?? ''];
  if (match?.[1] === undefined || unitMs === undefined) {
    throw new AppError('bad-input', `"${text}" is not a length of time. Write it like 90s, 15m, 1h or 7d.`);
  }
  return Number(match[1]) * unitMs;
}

/** @throws AppError `bad-input` */
export function parseNumber(option: string, text: string, range: { min: number; max: number }): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= range.min && value <= range.max) return value;
  throw new AppError(
    'bad-input',
    `${option} takes a number from ${range.min} to ${range.max}, not "${text}".`,
  );
}

/**
 * `system`, `mic` or `file:PATH`; the speed is a file's.
 * @throws AppError `bad-input`
 */
export function parseInput(text: string, speed: string | undefined): Input {
  if (text.startsWith('file:')) {
    const path = text.slice('file:'.length);
    if (path === '') throw new AppError('bad-input', 'Name the file: --input file:meeting.wav');
    return { kind: 'file', path, speed: parseSpeed(speed ?? '1') };
  }
  if (text === 'system') return { kind: 'system' };
  if (text === 'mic' || text === 'microphone') return { kind: 'microphone' };
  throw new AppError('bad-input', `"${text}" is no input. Use system, mic or file:PATH.`);
}

function parseSpeed(text: string): number | 'max' {
  return text === 'max' ? 'max' : parseNumber('--speed', text, { min: 0.1, max: 1000 });
}
