/**
 * A recorded session sent again to any target, and one recording sent to two targets at the same time.
 * Needs targets, the event store, kept audio and the findings, each as a value.
 * Owns what is played for a page, one at a time; what it plays is a session like any other.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { eventFilterSchema, type EventFilter, type StoredEvent } from '../../../shared/events/events.ts';
import type {
  PlayedSide,
  Playing,
  ReplayReport,
  ReplayRequest,
  ReplayStart,
  TwinReport,
  TwinRequest,
} from '../../../shared/replay/replay.ts';
import { importBundled, type Bundled, type Unpacked } from './import-bundled.ts';
import type { ReadSamples, Stretch } from './frame-audio.ts';
import type { ReplayNeeds, Watch } from './needs.ts';
import type { SessionBooks } from './open-session.ts';
import { runReplay } from './run-replay.ts';
import { runTwin } from './run-twin.ts';
import { say, sentence } from '../../../shared/words/all-words.ts';

export type Replays = {
  replay(request: ReplayRequest, signal: AbortSignal): Promise<ReplayReport>;
  twin(request: TwinRequest, signal: AbortSignal): Promise<TwinReport>;
  /** Takes a session of a bundle, and its audio, into the store, so that it can be sent again. */
  importBundled(unpacked: Unpacked, signal: AbortSignal): Promise<Bundled>;
  handlers: Pick<Handlers, Extract<keyof Handlers, `replay.${string}`>>;
  stop(): Promise<void>;
};

const pageSize = 1_000;
// Numbers for people.
const publishMs = 250;
const unwatched: Watch = { begin: () => undefined, changed: () => undefined };

export function startReplays(
  given: Omit<ReplayNeeds, 'eventsOf' | 'openAudio' | 'books'> & {
    home: string;
    topics: TopicHub;
    writes: { sessions: SessionBooks };
    reads: {
      events: {
        list(filter: EventFilter): Promise<StoredEvent[]>;
        countMatching(conditions: { sessionId: string }): Promise<{ total: number }>;
      };
      outbox: { list(sessionId: string): Promise<(Stretch & { state: string })[]> };
    };
    openTracks: (paths: readonly string[]) => Promise<{ read: ReadSamples; close(): Promise<void> }>;
    flushEvents: () => Promise<void>;
    events: { importFile(path: string, options: { onKnown: () => 'again' }): Promise<unknown> };
    bundles: { unpackOpened(id: string, sessionId: string, folder: string): Promise<Unpacked> };
  },
): Replays {
  const { clock, topics } = given;
  const needs: ReplayNeeds = {
    ...given,
    books: given.writes.sessions,
    async *eventsOf(sessionId) {
      await given.flushEvents();
      let afterSeq = 0;
      for (;;) {
        const page = await given.reads.events.list(
          eventFilterSchema.parse({ sessionId, afterSeq, limit: pageSize }),
        );
        yield* page;
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return;
        afterSeq = last.seq;
      }
    },
    async openAudio(sessionId) {
      const report = await given.show(sessionId).catch(() => null);
      const paths = report?.tracks.map(({ path }) => `${given.home}/${path}`) ?? [];
      if (paths.length === 0) return null;
      const tracks = await given.openTracks(paths);
      const chunks = await given.reads.outbox.list(sessionId);
      return { ...tracks, sent: chunks.filter(({ state }) => state !== 'silent') };
    },
  };
  let state: Playing = { phase: 'idle' };
  let running: { over: Promise<void>; stop: AbortController } | null = null;
  let cancelPublishing: (() => void) | undefined;

  function show(next: Playing): void {
    state = next;
    cancelPublishing?.();
    cancelPublishing = undefined;
    topics.publish('playing', state);
  }

  /** Begins, and answers at once: a page follows the topic. */
  function begin(
    what: 'replay' | 'twin',
    play: (watch: Watch, signal: AbortSignal) => Promise<Playing>,
  ): Promise<Record<string, never>> {
    if (running !== null) return Promise.reject(new AppError('busy', sentence('tester.busy')));
    const stop = new AbortController();
    const sides: PlayedSide[] = [];
    const shown = (): PlayedSide[] => sides.map((side) => ({ ...side }));
    const watch: Watch = {
      begin(side) {
        sides.push(side);
        watch.changed();
      },
      changed() {
        cancelPublishing ??= clock.after(publishMs, () => show({ phase: 'playing', what, sides: shown() }));
      },
    };
    show({ phase: 'playing', what, sides: [] });
    const over = play(watch, stop.signal)
      .then((done) => {
        if (stop.signal.aborted)
          show({ phase: 'failed', what, message: say('tester.cancelled'), sides: shown() });
        else show(done);
      })
      .catch((error: unknown) => {
        const message = stop.signal.aborted ? say('tester.cancelled') : messageOf(error);
        show({ phase: 'failed', what, message, sides: shown() });
      })
      .finally(() => {
        running = null;
      });
    running = { over, stop };
    return Promise.resolve({});
  }

  const importing = (unpacked: Unpacked, signal: AbortSignal): Promise<Bundled> =>
    importBundled(
      unpacked,
      {
        ...given,
        importFile: (path, options) => given.events.importFile(path, options),
        countEvents: async (sessionId) => (await given.reads.events.countMatching({ sessionId })).total,
      },
      signal,
    );

  /** A session of a bundle that a page has opened is taken into the store first. */
  async function replayFor(request: ReplayStart, watch: Watch, signal: AbortSignal): Promise<ReplayReport> {
    const { bundle, ...asked } = request;
    if (bundle === undefined) return runReplay(asked, { ...needs, watch }, signal);
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-replay-'));
    try {
      const unpacked = await given.bundles.unpackOpened(bundle, asked.sessionId, folder);
      const { notes, ...what } = await importing(unpacked, signal);
      const report = await runReplay({ ...asked, ...what }, { ...needs, watch }, signal);
      report.sentAgain.notes.unshift(...notes);
      return report;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  const cancel = (): void => running?.stop.abort(new AppError('interrupted', sentence('tester.cancelled')));

  return {
    replay: (request, signal) => runReplay(request, { ...needs, watch: unwatched }, signal),
    twin: (request, signal) => runTwin(request, { ...needs, watch: unwatched }, signal),
    importBundled: importing,
    handlers: {
      'replay.start': (request) =>
        begin('replay', async (watch, signal) => ({
          phase: 'replayed',
          report: await replayFor(request, watch, signal),
        })),
      'replay.twin': (request) =>
        begin('twin', async (watch, signal) => ({
          phase: 'twinned',
          report: await runTwin(request, { ...needs, watch }, signal),
        })),
      'replay.state': () => Promise.resolve(state),
      'replay.cancel': () => {
        cancel();
        return Promise.resolve({});
      },
    },
    async stop() {
      cancel();
      await running?.over;
      cancelPublishing?.();
    },
  };
}
