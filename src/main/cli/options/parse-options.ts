import { AppError } from '../../../shared/errors.ts';
import type { Input } from '../../../shared/session/session.ts';

/** `whole` for counts, ids and ports. */
type NumberRange = { min: number; max: number; whole?: boolean };

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A length of time such as `90s`, `15m`, `1h` or `7d`, in ms.
 * @throws AppError `bad-input`
 */
export function parseDuration(text: string): number {
  const match = /^(\d{1,16}(?:\.\d{1,16})?)([smhd])$/.exec(text);
  const unitMs = unitsMs[match?.[2] ?? ''];
  if (match?.[1] === undefined || unitMs === undefined) {
    throw new AppError('bad-input', `"${text}" is not a length of time. Write it like 90s, 15m, 1h or 7d.`);
  }
  return Number(match[1]) * unitMs;
}

/**
 * A number as people write it: digits, and a point where there is a fraction. `1e3`, `0x10`, ` 5 ` or `-0` is more
 * likely a slip than meant.
 * @throws AppError `bad-input`
 */
export function parseNumber(option: string, text: string, range: NumberRange): number {
  const value = plainNumber.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max && (range.whole !== true || Number.isInteger(value)))
    return value;
  throw new AppError(
    'bad-input',
    `${option} takes a ${range.whole === true ? 'whole ' : ''}number from ${range.min} to ${range.max}, not "${text.slice(0, 40)}".`,
  );
}

// No sign: no option takes a negative number.
const plainNumber = /^\d{1,16}(\.\d{1,16})?$/;

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
