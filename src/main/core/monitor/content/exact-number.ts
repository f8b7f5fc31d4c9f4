import { isRecord } from '../../../../shared/is-record.ts';

/**
 * A number as the reference writes it. JavaScript cannot tell 1 from 1.0 and rounds integers beyond 2^53;
 * the reference does neither, so such numbers keep the text they came with.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): number {
    return Number(this.text);
  }

  valueOf(): number {
    return Number(this.text);
  }
}

/** An object with names; a number that keeps its text is none. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !(value instanceof ExactNumber);
}

/**
 * The number of a JSON token, exact: a plain JavaScript number where that says the same, else an ExactNumber.
 * A token with a point or an exponent is a float to the reference, every other one an integer of any size.
 */
export function readNumber(token: string): number | ExactNumber {
  const value = Number(token);
  if (isFloatToken(token)) return isPlainFloat(value) ? value : new ExactNumber(floatText(value));
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return new ExactNumber(BigInt(token).toString());
}

function isFloatToken(token: string): boolean {
  return /[.eE]/.test(token);
}

function isPlainFloat(value: number): boolean {
  return !Number.isInteger(value) && Number.isFinite(value);
}

/** For a parser that is told the text of a number: -0 is no integer, and -0.0 not the same as 0.0. */
export function wholeZero(token: string, value: number): number {
  return value === 0 && !isFloatToken(token) ? 0 : value;
}

/** A number that came without its text: whole ones are taken for integers. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isSafeInteger(value)) return `${value}`;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return floatText(value);
}

/** As Python's `repr` writes a float: exponents below 1e-4 and from 1e16 on, with two digits or more. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    const text = `${value}`;
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const [sign, power] = [exponent.slice(0, 1), exponent.slice(1)];
  return `${digits}e${sign}${power.padStart(2, '0')}`;
}
