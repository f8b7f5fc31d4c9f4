import { expect, test } from 'vitest';
import { AppError, messageOf, toAppError } from '../../../src/shared/errors.ts';

test('an expected failure passes unchanged', () => {
  const failure = new AppError('busy', 'A recording is running.');
  expect(toAppError(failure, 'storage-failed')).toBe(failure);
});

test('anything else becomes a defect of ours, with its cause', () => {
  const cause = new TypeError('x is not a function');
  const failure = toAppError(cause);
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({ name: 'AppError', code: 'internal', message: 'x is not a function' });
  expect(failure.cause).toBe(cause);
});

test('a caller names the code where it knows better', () => {
  expect(toAppError(new Error('disk full'), 'storage-failed').code).toBe('storage-failed');
});

test('whatever was thrown has a message', () => {
  expect(messageOf(new Error('lost'))).toBe('lost');
  expect(messageOf('lost')).toBe('lost');
  expect(messageOf(undefined)).toBe('undefined');
});
