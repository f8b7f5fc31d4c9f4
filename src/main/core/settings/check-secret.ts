import { AppError } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

// A token of an identity provider takes some kB.
const longest = 16_000;

/**
 * A secret as a header may carry it: a line break in it would end the header, and begin another.
 * @param variable the variable of the environment that it comes from
 * @throws AppError `bad-input`, which never repeats it
 */
export function checkSecret(value: string, variable?: string): string {
  const secret = value.trim();
  if (secret.length <= longest && /^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new AppError('bad-input', sentence('setting.no-key', { variable: variable ?? '' }));
}
