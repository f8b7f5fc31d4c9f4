import { open } from 'node:fs/promises';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import {
  mostScenarioBytes,
  mostScenarios,
  type GivenScenario,
} from '../../../../shared/verification/scenario.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** @throws AppError `bad-input` for a file that is missing, is none, is no text or is too long */
export async function readScenarioFiles(files: readonly string[]): Promise<GivenScenario[]> {
  if (files.length > mostScenarios)
    throw new AppError(
      'bad-input',
      sentence('cli.many-scenarios', { most: mostScenarios, given: files.length }),
    );
  return Promise.all(files.map(async (file) => ({ file, text: await readText(file) })));
}

async function readText(file: string): Promise<string> {
  const bytes = await readHead(file).catch((cause: unknown) => {
    const refusal = sentence('cli.scenario-unreadable', { file, why: messageOf(cause) });
    throw new AppError('bad-input', refusal, { cause });
  });
  if (bytes.length > mostScenarioBytes)
    throw new AppError('bad-input', sentence('cli.scenario-large', { file, kib: mostScenarioBytes / 1_024 }));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad-input', sentence('cli.scenario-not-utf8', { file }), { cause });
  }
}

/** One byte more than is taken: what comes in need not have an end. */
async function readHead(file: string): Promise<Buffer> {
  const handle = await open(parseFilePath(file), 'r');
  try {
    const buffer = Buffer.alloc(mostScenarioBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}
