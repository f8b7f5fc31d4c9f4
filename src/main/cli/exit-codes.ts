import type { ErrorCode } from '../../shared/errors.ts';

/** Scripts rely on these; docs/cli.md lists them. */
export const exitCodes = {
  done: 0,
  notInOrder: 1,
  usage: 2,
  unreachable: 3,
  engineFailed: 4,
  storageFailed: 5,
  interrupted: 130,
} as const;

const codeOfError: Readonly<Record<ErrorCode, number>> = {
  'bad-input': exitCodes.usage,
  'not-found': exitCodes.usage,
  busy: exitCodes.usage,
  'no-device': exitCodes.usage,
  'missing-tool': exitCodes.usage,
  unreachable: exitCodes.unreachable,
  'target-refused': exitCodes.unreachable,
  'engine-failed': exitCodes.engineFailed,
  'storage-failed': exitCodes.storageFailed,
  interrupted: exitCodes.interrupted,
  internal: exitCodes.notInOrder,
};

export function exitCodeOf(code: ErrorCode): number {
  return codeOfError[code];
}
