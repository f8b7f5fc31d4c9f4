import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Handlers } from '../../../shared/contract/contract.ts';
import { AppError, saidBy, toAppError } from '../../../shared/errors.ts';
import type { SentFile } from '../../../shared/session/sent-file.ts';
import { allOver, sleep } from '../lifecycle/lifecycle.ts';
import type { Clock } from '../ports/ports.ts';
import type { SessionService } from './session-service.ts';
import { say, sayIt, sentence } from '../../../shared/words/all-words.ts';

type Kept = { file: SentFile; folder: string; path: string; isBusy: boolean };

// A person drops a folder's worth; more is a mistake.
const mostFiles = 100;
// Room that is left for the rest of the system, and for the sound that a file becomes.
const spareBytes = 200 * 1024 * 1024;
const lookAgainMs = 500;

/**
 * Files that pages send: each becomes a session of the mode `direct`, one after another, and never beside a recording. The file
 * itself is gone once its sound is kept.
 */
export function createSentFiles(needs: {
  sessions: Pick<SessionService, 'start' | 'ended' | 'current' | 'isRunning'>;
  clock: Clock;
  onChange: (files: SentFile[]) => void;
}): {
  handlers: Pick<Handlers, 'files.send' | 'files.list' | 'files.remove'>;
  /** Deletes what has arrived and forgets it; the running session is ended by whoever owns it. */
  stop(): Promise<void>;
} {
  const { sessions, clock, onChange } = needs;
  const files = new Map<string, Kept>();
  const stopping = new AbortController();
  let working: Promise<void> | null = null;

  const list = (): SentFile[] => [...files.values()].map(({ file }) => file);

  function change(kept: Kept, to: Partial<SentFile>): void {
    kept.file = { ...kept.file, ...to };
    onChange(list());
  }

  async function begin(name: string, bytes: number): Promise<Kept> {
    if (files.size >= mostFiles)
      throw new AppError('busy', sentence('session.too-many-files', { most: mostFiles }));
    await requireRoom(name, bytes);
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-file-'));
    const id = randomUUID();
    const file = {
      id,
      name,
      bytes,
      arrivedBytes: 0,
      state: 'arriving',
      sessionId: null,
      sentence: null,
    } as const;
    // The name is a person's; of it only the ending says something about the content.
    const ending = /^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? '';
    const kept = { file, folder, path: join(folder, `file${ending}`), isBusy: false };
    files.set(id, kept);
    return kept;
  }

  async function add(kept: Kept, data: string): Promise<void> {
    if (kept.isBusy || kept.file.state !== 'arriving')
      throw new AppError('busy', sentence('session.piece-pending', { name: kept.file.name }));
    const piece = Buffer.from(data, 'base64');
    const arrivedBytes = kept.file.arrivedBytes + piece.length;
    if (arrivedBytes > kept.file.bytes)
      throw new AppError('bad-input', sentence('session.file-too-long', { name: kept.file.name }));
    kept.isBusy = true;
    try {
      await appendFile(kept.path, piece, { mode: 0o600 });
    } catch (cause) {
      const refused = sentence('file.not-taken', { name: kept.file.name, why: saidBy(cause) });
      await fail(kept, sayIt(refused));
      throw new AppError('storage-failed', refused, { cause });
    } finally {
      kept.isBusy = false;
    }
    const isWhole = arrivedBytes === kept.file.bytes;
    change(kept, { arrivedBytes, state: isWhole ? 'waiting' : 'arriving' });
    if (isWhole) work();
  }

  async function fail(kept: Kept, sentence: string): Promise<void> {
    change(kept, { state: 'failed', sentence });
    await removeFolder(kept);
  }

  function work(): void {
    working ??= workOff().finally(() => (working = null));
  }

  async function workOff(): Promise<void> {
    for (;;) {
      const next = [...files.values()].find(({ file }) => file.state === 'waiting');
      if (next === undefined || stopping.signal.aborted) return;
      await transcribe(next);
    }
  }

  async function transcribe(kept: Kept): Promise<void> {
    const { name } = kept.file;
    try {
      const { sessionId } = await startWhenFree(kept);
      change(kept, { state: 'transcribing', sessionId, sentence: null });
      const failure = await sessions.ended();
      const reason = failure?.message ?? sessions.current()?.summary().reason ?? null;
      await removeFolder(kept);
      change(kept, { state: reason === null ? 'done' : 'failed', sentence: reason });
    } catch (error) {
      if (stopping.signal.aborted || !files.has(kept.file.id)) return;
      // The path is ours, and says nothing to who chose the file.
      await fail(kept, toAppError(error).message.replaceAll(kept.path, name));
    }
  }

  async function startWhenFree(kept: Kept): Promise<{ sessionId: string }> {
    const { path, file } = kept;
    for (;;) {
      stopping.signal.throwIfAborted();
      if (!files.has(file.id)) throw new AppError('interrupted', sentence('session.file-removed'));
      try {
        return await sessions.start({
          inputs: [{ kind: 'file', path, speed: 'max' }],
          mode: 'direct',
          title: file.name.slice(0, 200),
        });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'busy') throw error;
        if (kept.file.sentence === null) change(kept, { sentence: say('file.waits') });
        await sleep(clock, lookAgainMs, stopping.signal);
      }
    }
  }

  function found(id: string): Kept {
    const kept = files.get(id);
    if (kept === undefined) throw new AppError('not-found', sentence('session.file-gone'));
    return kept;
  }

  return {
    handlers: {
      async 'files.send'({ id, name, bytes, data }) {
        const kept = id === null ? await begin(name, bytes) : found(id);
        await add(kept, data);
        return { id: kept.file.id };
      },
      'files.list': () => Promise.resolve(list()),
      async 'files.remove'({ id }) {
        const kept = found(id);
        if (kept.file.state === 'transcribing')
          throw new AppError('busy', sentence('session.file-in-work', { name: kept.file.name }));
        files.delete(id);
        await removeFolder(kept);
        onChange(list());
        return {};
      },
    },
    async stop() {
      stopping.abort();
      await working;
      await allOver([...files.values()].map(removeFolder));
    },
  };
}

async function requireRoom(name: string, bytes: number): Promise<void> {
  const disk = await statfs(tmpdir()).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const [free, needed] = [disk.bavail * disk.bsize, bytes + spareBytes];
  if (free >= needed) return;
  const mb = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  throw new AppError(
    'storage-failed',
    sentence('session.no-room', { name, needed: mb(needed), path: tmpdir(), free: mb(free) }),
  );
}

async function removeFolder({ folder }: Kept): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
