import { readFileSync } from 'node:fs';
import { addressOf, resolveFilePath } from '../../core/capture/capture.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Input } from '../../../shared/session/session.ts';
import {
  encodingNamed,
  encodingNames,
  mostChannels,
  sampleRatesHz,
  type RawSound,
} from '../../../shared/sound/raw-sound.ts';
import { sentence } from '../../../shared/words/all-words.ts';

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
    throw new AppError('bad-input', sentence('cli.not-a-duration', { text }));
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
    sentence(range.whole === true ? 'cli.whole-number-range' : 'cli.number-range', {
      option,
      min: range.min,
      max: range.max,
      given: text.slice(0, 40),
    }),
  );
}

// No sign: no option takes a negative number.
const plainNumber = /^\d{1,16}(\.\d{1,16})?$/;

/**
 * `system`, `mic`, `file:PATH`, or `-` for standard input; speed and raw form are a file's.
 * @throws AppError `bad-input`
 */
export function parseInput(text: string, speed: string | undefined, raw?: string): Input {
  if (text === '-' || text.startsWith('file:')) {
    const path = text.startsWith('file:') && !text.startsWith('file://') ? text.slice('file:'.length) : text;
    if (path === '') throw new AppError('bad-input', sentence('cli.input-file'));
    return {
      kind: 'file',
      path: parseFilePath(path),
      speed: parseSpeed(speed ?? '1'),
      ...(raw !== undefined && { raw: parseRaw(raw) }),
    };
  }
  if (text === 'system') return { kind: 'system' };
  if (text === 'mic' || text === 'microphone') return { kind: 'microphone' };
  throw new AppError('bad-input', sentence('cli.not-an-input', { text }));
}

/**
 * What samples without a header are, such as `s16le,48000,2`: encoding, samples a second, channels.
 * @throws AppError `bad-input`
 */
export function parseRaw(text: string): RawSound {
  const [name = '', rate = '16000', channels = '1', ...more] = text.split(',');
  const encoding = encodingNamed(name);
  if (encoding === null || more.length > 0) {
    throw new AppError(
      'bad-input',
      sentence('cli.raw-form', { given: text.slice(0, 40), known: encodingNames.join(', ') }),
    );
  }
  const { least: min, most: max } = sampleRatesHz;
  return {
    encoding,
    sampleRateHz: parseNumber('The rate of --raw', rate, { min, max, whole: true }),
    channels: parseNumber('The channels of --raw', channels, { min: 1, max: mostChannels, whole: true }),
  };
}

/**
 * A speed of a file or a replay.
 * @throws AppError `bad-input`
 */
export function parseSpeed(text: string): number | 'max' {
  return text === 'max' ? 'max' : parseNumber('--speed', text, { min: 0.1, max: 1000 });
}

/** The path of a file that is named on the command line: `-` is what comes in, and names may be of any bytes. */
export function parseFilePath(text: string): string {
  if (text === '-') return '/dev/stdin';
  return resolveFilePath(addressOfArgument(text) ?? text, folderOfPerson());
}

/** npm runs scripts in the package's folder, and tells where the person stands. */
function folderOfPerson(): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return script === 'scrumbot' && INIT_CWD !== undefined ? INIT_CWD : process.cwd();
}

const replacement = '\u{fffd}';

/** Node makes text of every argument; of a name that is no UTF-8 the bytes are kept by the system alone. */
function addressOfArgument(text: string): string | null {
  if (process.platform !== 'linux' || !text.includes(replacement)) return null;
  const given = readFileSync('/proc/self/cmdline').toString('latin1').split('\0');
  for (const each of given) {
    const bytes = Buffer.from(each, 'latin1');
    const at = bytes.toString('utf8').lastIndexOf(text);
    if (at === -1) continue;
    // What stands before it, such as "file:", is plain.
    const path = bytes.subarray(at);
    const isRelative = path[0] !== 0x2f;
    return addressOf(isRelative ? Buffer.concat([Buffer.from(`${folderOfPerson()}/`), path]) : path);
  }
  return null;
}
