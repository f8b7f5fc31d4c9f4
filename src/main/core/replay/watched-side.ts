import type { PlayedSide } from '../../../shared/replay/replay.ts';
import type { Watch } from './needs.ts';
import type { PlayedSession } from './open-session.ts';
import type { Outgoing } from './player.ts';

// What a page can show beside another.
const mostLines = 50;

/** Tells of a session what goes out and which words come back, while it is played. */
export function watchedSide(
  session: PlayedSession,
  target: string,
  watch: Watch,
): { session: PlayedSession; count: (frames: readonly Outgoing[]) => Outgoing[] } {
  const side: PlayedSide = { sessionId: session.sessionId, target, sent: 0, total: 0, lines: [] };
  watch.begin(side);
  let known = 0;
  return {
    session: {
      ...session,
      onMessage(message, atMs) {
        session.onMessage(message, atMs);
        if (session.results.length === known) return;
        side.lines = [...side.lines, ...session.results.slice(known).map(({ text }) => text)].slice(
          -mostLines,
        );
        known = session.results.length;
        watch.changed();
      },
    },
    count(frames) {
      side.total += frames.length;
      return frames.map((frame) => ({
        ...frame,
        async make() {
          const made = await frame.make();
          side.sent += 1;
          watch.changed();
          return made;
        },
      }));
    },
  };
}
