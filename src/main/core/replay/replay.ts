/**
 * A recorded session sent again to any target, and one recording sent to two targets at the same time.
 * Needs targets, the event store, kept audio and the findings, each as a value.
 * Owns nothing: what it plays is a session like any other.
 */
import { eventFilterSchema, type EventFilter, type StoredEvent } from '../../../shared/events/events.ts';
import type { ReplayReport, ReplayRequest, TwinReport } from '../../../shared/replay/replay.ts';
import type { ReadSamples } from './kept-audio.ts';
import type { ReplayNeeds, TwinRequest } from './needs.ts';
import type { SessionBooks } from './open-session.ts';
import { runReplay } from './run-replay.ts';
import { runTwin } from './run-twin.ts';

export type Replays = {
  replay(request: ReplayRequest, signal: AbortSignal): Promise<ReplayReport>;
  twin(request: TwinRequest, signal: AbortSignal): Promise<TwinReport>;
};

const pageSize = 1_000;

export function createReplays(
  needs: Omit<ReplayNeeds, 'eventsOf' | 'openAudio' | 'books'> & {
    home: string;
    writes: { sessions: SessionBooks };
    reads: { events: { list(filter: EventFilter): Promise<StoredEvent[]> } };
    openTracks: (paths: readonly string[]) => Promise<{ read: ReadSamples; close(): Promise<void> }>;
    flushEvents: () => Promise<void>;
  },
): Replays {
  const whole: ReplayNeeds = {
    ...needs,
    books: needs.writes.sessions,
    async *eventsOf(sessionId) {
      await needs.flushEvents();
      let afterSeq = 0;
      for (;;) {
        const page = await needs.reads.events.list(
          eventFilterSchema.parse({ sessionId, afterSeq, limit: pageSize }),
        );
        yield* page;
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return;
        afterSeq = last.seq;
      }
    },
    async openAudio(sessionId) {
      const report = await needs.show(sessionId).catch(() => null);
      const paths = report?.tracks.map(({ path }) => `${needs.home}/${path}`) ?? [];
      return paths.length === 0 ? null : needs.openTracks(paths);
    },
  };
  return {
    replay: (request, signal) => runReplay(request, whole, signal),
    twin: (request, signal) => runTwin(request, whole, signal),
  };
}
