import { open, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { BundleRequest, BundleState } from '../../../shared/bundle/bundle.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError, toAppError, saidBy } from '../../../shared/errors.ts';
import { secretNames } from '../../../shared/settings/secrets.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { allOver, makeFolder } from '../lifecycle/lifecycle.ts';
import type { Clock, Desktop, Paths, Secrets } from '../ports/ports.ts';
import { pruneBundles } from './kept/prune-bundles.ts';
import type { SourceOptions } from './source/open-source.ts';
import type { BundleAnswers, BundleQuestion } from './thread/bundle-tasks.ts';
import { startLooker, writeInThread, type Looker } from './thread/run-bundle-task.ts';
import type { UnpackedSession } from './reading/bundled-session.ts';
import { encrypterFor } from './writing/seal.ts';
import { bundleName } from './writing/write-bundle.ts';
import { createOpenedBundles } from './opened-bundles.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type BundleNeeds = {
  home: string;
  version: string;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  paths: Paths;
  clock: Clock;
  desktop: Desktop | null;
  secrets: Secrets;
  topics: TopicHub;
  readSettings: () => Promise<Settings>;
  /** What was recorded up to now is in the database when it resolves. */
  flushEvents: () => Promise<void>;
};

type BundleHandlers = Pick<Handlers, Extract<keyof Handlers, `bundle.${string}`>>;

export type Bundles = {
  handlers: BundleHandlers;
  /** Takes a session out of a bundle that a page has opened into a folder. */
  unpackOpened: (id: string, sessionId: string, folder: string) => Promise<UnpackedSession>;
  stop(): Promise<void>;
};

// Who looks at one part looks at the next; afterwards the database is let go.
const lookerIdleMs = 60_000;
const pieceBytes = 384 * 1024;
const publishMs = 150;
const dayMs = 86_400_000;

/** What pages ask of bundles: one is looked at or written at a time, each in a thread of its own. */
export function startBundles(needs: BundleNeeds): Bundles {
  const { home, clock, desktop, topics } = needs;
  const entry = needs.paths.workerEntry('bundle-worker');
  let state: BundleState = { phase: 'idle' };
  let writing: { over: Promise<void>; stop: AbortController } | null = null;
  let looker: { key: string; looker: Looker; cancelIdle: () => void } | null = null;
  let published = 0;
  const opened = createOpenedBundles({ entry, clock });

  function setState(next: BundleState): void {
    const isSame = next.phase === state.phase;
    state = next;
    if (isSame && clock.monotonicMs() - published < publishMs) return;
    published = clock.monotonicMs();
    topics.publish('bundle', next);
  }

  async function sourceOptions(): Promise<SourceOptions> {
    await needs.flushEvents().catch(() => undefined);
    const { version, platform } = needs;
    return { home, version, platform, environment: { ...needs.environment }, secrets: await storedSecrets() };
  }

  /** Those of the host's own place; what cannot be read there is used by nobody either. */
  async function storedSecrets(): Promise<string[]> {
    const settings = await needs.readSettings().catch(() => null);
    const targets = settings?.targets.map(({ name }) => `target:${name}`) ?? [];
    const values = await Promise.all(
      [...secretNames, ...targets].map((name) => needs.secrets.get(name).catch(() => null)),
    );
    return values.filter((value) => value !== null);
  }

  function dropLooker(): Promise<void> {
    const dropped = looker;
    looker = null;
    dropped?.cancelIdle();
    return dropped?.looker.stop() ?? Promise.resolve();
  }

  async function ask<Q extends BundleQuestion>(
    request: BundleRequest,
    question: Q,
  ): Promise<BundleAnswers[Q['ask']]> {
    const key = JSON.stringify(request);
    // A plan is asked for to see what is there now.
    if (looker !== null && (looker.key !== key || question.ask === 'plan')) void dropLooker();
    if (looker === null) {
      const source = await sourceOptions();
      looker ??= {
        key,
        looker: startLooker(entry, { kind: 'look', source, request }),
        cancelIdle: () => undefined,
      };
    }
    const current = looker;
    current.cancelIdle();
    current.cancelIdle = clock.after(lookerIdleMs, () => {
      if (looker === current) void dropLooker();
    });
    return current.looker.ask(question);
  }

  async function write(request: BundleRequest, recipient: string | null, out: string): Promise<void> {
    const stop = new AbortController();
    const over = writeInThread(
      entry,
      { source: await sourceOptions(), request, out, recipient },
      { signal: stop.signal, onProgress: (progress) => setState({ phase: 'writing', progress }) },
    ).then(
      (report) => {
        setState({ phase: 'done', report });
        prune();
      },
      (error: unknown) => {
        if (stop.signal.aborted) setState({ phase: 'cancelled' });
        else setState({ phase: 'failed', message: toAppError(error).message });
      },
    );
    writing = { stop, over: over.finally(() => (writing = null)) };
  }

  let pruning = Promise.resolve();
  let cancelPrune = (): void => undefined;

  /** After each bundle, at the start, and once a day; those that were read from or are open stay. */
  function prune(): void {
    cancelPrune();
    cancelPrune = clock.after(dayMs, prune);
    pruning = pruning.then(async () => {
      const settings = await needs.readSettings().catch(() => null);
      // Settings that cannot be read say nothing of what somebody wants to keep.
      if (settings === null) return;
      const inUse = new Set([...opened.paths(), ...(state.phase === 'done' ? [state.report.path] : [])]);
      const { keep, days } = settings.bundle;
      await pruneBundles({ folder: join(home, 'bundles'), keep, days, nowMs: Date.now(), inUse });
    });
  }
  prune();

  function lastPath(): string {
    if (state.phase === 'done') return state.report.path;
    throw new AppError('not-found', sentence('bundle.none-yet'));
  }

  return {
    handlers: {
      'bundle.plan': ({ request }) => ask(request, { ask: 'plan' }),
      'bundle.preview': ({ request, part }) => ask(request, { ask: 'preview', part }),
      'bundle.search': ({ request, word }) => ask(request, { ask: 'search', word }),
      async 'bundle.start'({ request, recipient, folder }) {
        if (recipient !== null) await encrypterFor(recipient);
        if (state.phase === 'writing') throw new AppError('busy', sentence('bundle.busy'));
        const place = folder ?? usualFolder(needs);
        const before = state;
        setState({ phase: 'writing', progress: { part: '', done: 0, parts: 1, bytes: 0 } });
        try {
          if (folder === null) await makeFolder(place);
          else await requireFolder(place);
          await write(request, recipient, join(place, bundleName(needs.version, recipient !== null)));
        } catch (error) {
          setState(before);
          throw error;
        }
        return {};
      },
      async 'bundle.cancel'() {
        writing?.stop.abort();
        await writing?.over;
        return {};
      },
      'bundle.state': () =>
        Promise.resolve({
          state,
          folder: usualFolder(needs),
          canShow: desktop?.showFile !== undefined,
        }),
      async 'bundle.show'() {
        const path = lastPath();
        if (desktop?.showFile === undefined)
          throw new AppError('not-found', sentence('host.desktop-shows-file'));
        await stat(path).catch((cause: unknown) => {
          throw new AppError('not-found', sentence('bundle.gone', { path }), { cause });
        });
        desktop.showFile(path);
        return {};
      },
      ...opened.handlers,
      'bundle.read': async ({ at }) => readPiece(lastPath(), at),
    },
    unpackOpened: (id, sessionId, folder) => opened.unpack(id, sessionId, folder),
    async stop() {
      writing?.stop.abort();
      await allOver([writing?.over, dropLooker(), opened.stop()]);
      cancelPrune();
      await pruning;
    },
  };
}

/** Downloads on a desktop; where a browser fetches it anyway, a folder of ours. */
function usualFolder({ desktop, home }: Pick<BundleNeeds, 'desktop' | 'home'>): string {
  return desktop?.downloadsFolder?.() ?? join(home, 'bundles');
}

async function requireFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new AppError('bad-input', sentence('file.no-whole-path', { path: folder }));
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new AppError('bad-input', sentence('file.no-folder', { path: folder }));
}

async function readPiece(path: string, at: number): Promise<{ data: string; isLast: boolean }> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new AppError('not-found', sentence('bundle.unreadable', { path, why: saidBy(cause) }), {
      cause,
    });
  });
  try {
    const piece = Buffer.alloc(pieceBytes);
    const { bytesRead } = await file.read(piece, 0, pieceBytes, at);
    const { size } = await file.stat();
    return {
      data: piece.subarray(0, bytesRead).toString('base64'),
      isLast: bytesRead === 0 || at + bytesRead >= size,
    };
  } finally {
    await file.close();
  }
}
