import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { commands, isCommandName, type Handlers } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports/ports.ts';
import { unpackSession, type UnpackedSession } from './reading/bundled-session.ts';
import { startLooker, type Looker } from './thread/run-bundle-task.ts';
import { sentence } from '../../../shared/words/all-words.ts';

type OpenedHandlers = Pick<
  Handlers,
  'bundle.upload' | 'bundle.open' | 'bundle.opened' | 'bundle.ask' | 'bundle.close'
>;

type Upload = { folder: string; path: string; bytes: number; isBusy: boolean };
type Open = { looker: Looker; path: string; upload: Upload | null; cancelIdle: () => void };

// Support looks at one, or holds two side by side in two tabs.
const mostOpen = 3;
const idleMs = 30 * 60_000;
// Larger ones are opened by their path.
const mostUploadedBytes = 600 * 1024 ** 2;

/** Bundles that somebody looks at, each in a thread of its own with a temporary database, and what pages bring for it. */
export function createOpenedBundles(options: { entry: URL; clock: Clock }): {
  handlers: OpenedHandlers;
  /** Takes a session out of an opened bundle into a folder. */
  unpack(id: string, sessionId: string, folder: string): Promise<UnpackedSession>;
  /** Files of this machine that are open. */
  paths(): string[];
  stop(): Promise<void>;
} {
  const { entry, clock } = options;
  const uploads = new Map<string, Upload>();
  const open = new Map<string, Open>();

  async function close(id: string): Promise<void> {
    const closed = open.get(id);
    if (closed === undefined) return;
    open.delete(id);
    closed.cancelIdle();
    await closed.looker.stop();
    if (closed.upload !== null) await remove(closed.upload);
  }

  function find(id: string): Open {
    const found = open.get(id);
    if (found === undefined) throw new AppError('not-found', sentence('bundle.closed'));
    found.cancelIdle();
    found.cancelIdle = clock.after(idleMs, () => void close(id));
    return found;
  }

  async function add(id: string | null, data: string): Promise<string> {
    const known = id === null ? undefined : uploads.get(id);
    if (id !== null && known === undefined) throw new AppError('not-found', sentence('bundle.not-begun'));
    const upload = known ?? (await begin());
    const name = id ?? randomUUID();
    if (upload.isBusy) throw new AppError('busy', sentence('bundle.piece-pending'));
    uploads.set(name, upload);
    const bytes = Buffer.from(data, 'base64');
    upload.bytes += bytes.length;
    if (upload.bytes > mostUploadedBytes) {
      uploads.delete(name);
      await remove(upload);
      throw new AppError('bad-input', sentence('bundle.too-large'));
    }
    upload.isBusy = true;
    await appendFile(upload.path, bytes, { mode: 0o600 }).finally(() => (upload.isBusy = false));
    return name;
  }

  async function begin(): Promise<Upload> {
    // One that was begun and left is in nobody's way any more.
    const [oldest] = uploads.size >= mostOpen ? uploads.keys() : [];
    if (oldest !== undefined) {
      const left = uploads.get(oldest);
      uploads.delete(oldest);
      if (left !== undefined) await remove(left);
    }
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-upload-'));
    return { folder, path: join(folder, 'bundle.zip'), bytes: 0, isBusy: false };
  }

  return {
    handlers: {
      'bundle.upload': async ({ id, data }) => ({ id: await add(id, data) }),
      async 'bundle.open'(from) {
        const upload = 'upload' in from ? uploads.get(from.upload) : null;
        if (upload === undefined) throw new AppError('not-found', sentence('bundle.not-sent'));
        if ('upload' in from) uploads.delete(from.upload);
        const path = 'path' in from ? await existing(from.path) : (upload?.path ?? '');
        const [oldest] = open.size >= mostOpen ? open.keys() : [];
        if (oldest !== undefined) await close(oldest);
        const id = randomUUID();
        const looker = startLooker(entry, { kind: 'open', path });
        open.set(id, { looker, path, upload, cancelIdle: () => undefined });
        try {
          const bundle = await find(id).looker.ask({ ask: 'overview' });
          return { id, bundle };
        } catch (error) {
          await close(id);
          throw upload === null ? error : withoutPath(error, upload.path);
        }
      },
      'bundle.opened': async ({ id }) => find(id).looker.ask({ ask: 'overview' }),
      async 'bundle.ask'({ id, name, input }) {
        const { looker } = find(id);
        if (!isCommandName(name)) throw new AppError('not-found', sentence('host.no-command', { name }));
        const parsed = commands[name].input.safeParse(input);
        if (!parsed.success) throw new AppError('bad-input', sentence('host.bad-question', { name }));
        return { value: await looker.ask({ ask: 'command', name, input: parsed.data }) };
      },
      async 'bundle.close'({ id }) {
        await close(id);
        return {};
      },
    },
    async unpack(id, sessionId, folder) {
      const { path, upload } = find(id);
      try {
        return await unpackSession({ path, sessionId, folder });
      } catch (error) {
        throw upload === null ? error : withoutPath(error, path);
      }
    },
    paths: () => [...open.values()].map(({ path }) => path),
    async stop() {
      await Promise.all([...open.keys()].map((id) => close(id)));
      await Promise.all([...uploads.values()].map((upload) => remove(upload)));
      uploads.clear();
    },
  };
}

function remove({ folder }: Upload): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

async function existing(path: string): Promise<string> {
  if (!isAbsolute(path)) throw new AppError('bad-input', sentence('file.no-whole-path', { path }));
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) throw new AppError('not-found', sentence('file.none', { path }));
  return path;
}

/** Where it lies for a moment tells nobody anything. */
function withoutPath(error: unknown, path: string): unknown {
  return error instanceof AppError
    ? new AppError(error.code, error.message.replaceAll(path, 'The file'), { cause: error })
    : error;
}
