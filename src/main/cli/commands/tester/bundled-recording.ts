import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { openSealedFile, unpackSession } from '../../../core/bundle/bundle.ts';
import type { Core } from '../../../core/core.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A session of a bundle, as far as it can be sent again. */
export type BundledRecording = Awaited<ReturnType<Core['replays']['importBundled']>>;

/** What a file is, by its first bytes. */
export async function bundleKindOf(path: string): Promise<'bundle' | 'sealed' | null> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(19);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    const text = start.toString('latin1', 0, bytesRead);
    if (text.startsWith('age-encryption.org/')) return 'sealed';
    return text.startsWith('PK') ? 'bundle' : null;
  } finally {
    await file.close();
  }
}

/**
 * Imports a session of a bundle, and its audio as a recording where the bundle has it.
 * @throws AppError `bad-input` when it is no bundle, is sealed for somebody else, or has several sessions
 */
export async function importBundle(
  options: {
    path: string;
    kind: 'bundle' | 'sealed';
    identity: string | undefined;
    session: string | undefined;
  },
  core: Core,
  signal: AbortSignal,
): Promise<BundledRecording> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-replay-'));
  try {
    const path = options.kind === 'sealed' ? await unsealed(options, folder, signal) : options.path;
    const unpacked = await unpackSession({ path, sessionId: options.session, folder });
    return await core.replays.importBundled(unpacked, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unsealed(
  { path, identity }: { path: string; identity: string | undefined },
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  if (identity === undefined) throw new AppError('bad-input', sentence('cli.sealed', { path }));
  const key = await readFile(parseFilePath(identity), 'utf8').catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('cli.bad-identity', { why: messageOf(cause) }), { cause });
  });
  const out = join(folder, 'bundle.zip');
  await openSealedFile({ path, identity: key, out, signal });
  return out;
}
