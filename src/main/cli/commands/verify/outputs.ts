import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { DocumentFormat, VerificationRun } from '../../../../shared/verification/verification.ts';
import { documentOf } from '../../../core/verification/verification.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Where documents of a run go. */
export type OutputOptions = { report?: string; junit?: string; badge?: string };

/** `path` is a folder's where the document names its file itself. */
type Output = { format: DocumentFormat; path: string; isFolder: boolean };

/**
 * Makes the folders before a run begins, so that nobody waits for one whose result cannot be kept.
 * @throws AppError `bad-input`, `storage-failed`
 */
export async function prepareOutputs({ report, junit, badge }: OutputOptions): Promise<Output[]> {
  const folder = report === undefined ? null : pathOf('--report', report);
  const outputs: Output[] = [
    ...(folder === null
      ? []
      : (['markdown', 'html'] as const).map((format) => ({ format, path: folder, isFolder: true }))),
    ...(junit === undefined
      ? []
      : [{ format: 'junit' as const, path: pathOf('--junit', junit), isFolder: false }]),
    ...(badge === undefined
      ? []
      : [{ format: 'badge' as const, path: pathOf('--badge', badge), isFolder: false }]),
  ];
  for (const { path, isFolder } of outputs) await makeFolder(isFolder ? path : dirname(path));
  return outputs;
}

/** @throws AppError `storage-failed` */
export async function writeOutputs(run: VerificationRun, outputs: readonly Output[]): Promise<void> {
  for (const { format, path, isFolder } of outputs) {
    const { fileName, text } = documentOf(run, format);
    const file = isFolder ? join(path, fileName) : path;
    await writeFileAtomic(file, text).catch((cause: unknown) => fail(file, cause));
  }
}

function pathOf(option: string, text: string): string {
  if (text === '-') throw new AppError('bad-input', sentence('cli.takes-path', { option }));
  return parseFilePath(text);
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: unknown) => fail(path, cause));
}

function fail(path: string, cause: unknown): never {
  throw new AppError('storage-failed', sentence('cli.unwritable', { path, why: messageOf(cause) }), {
    cause,
  });
}
