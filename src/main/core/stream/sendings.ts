import type { ConnectionStatus } from '../../../shared/session/status.ts';
import { dueOf } from '../../../shared/session/outcome.ts';
import type { Sending } from '../../../shared/session/sending.ts';
import { tell } from '../../../shared/words/all-words.ts';
import type { Clock, SessionStreams } from '../ports/ports.ts';

/** One session on its way: what its work tells, and what others may do with it. */
export type OpenSending = {
  sessionId: string;
  /** Fires when it is cancelled, or the app ends. */
  signal: AbortSignal;
  work: Promise<void>;
  /** `null` until it is opened. */
  target(): string | null;
  opened(place: { title: string; target: string }): void;
  follow(streams: Pick<SessionStreams, 'counts' | 'connection' | 'tryNow'>): void;
  tryNow(): void;
  cancel(): void;
};

export type Sendings = {
  /** Rejects as its work does. */
  begin(sessionId: string, work: (sending: OpenSending) => Promise<void>): Promise<void>;
  find(sessionId: string): OpenSending | undefined;
  /** Those whose target is known. */
  all(): Sending[];
  works(): Promise<void>[];
  /** One of them is further, or waits for something else. */
  changed(): void;
};

// Numbers for people.
const publishMs = 250;

const opening: ConnectionStatus = { phase: 'connecting', ...tell('link.preparing') };

/** Which kept sessions are being sent, told at most four times a second. */
export function createSendings(options: {
  clock: Clock;
  stopping: AbortSignal;
  onChange: (all: Sending[]) => void;
}): Sendings {
  const open = new Map<string, OpenSending & { status(): Sending | null }>();
  let cancelPublishing: (() => void) | undefined;

  const all = (): Sending[] => [...open.values()].flatMap((sending) => sending.status() ?? []);

  function changed(): void {
    if (options.stopping.aborted) return;
    cancelPublishing ??= options.clock.after(publishMs, () => {
      cancelPublishing = undefined;
      if (!options.stopping.aborted) options.onChange(all());
    });
  }

  options.stopping.addEventListener('abort', () => cancelPublishing?.());

  return {
    begin(sessionId, work) {
      const sending = createOpenSending(sessionId, options.stopping, changed);
      open.set(sessionId, sending);
      sending.work = work(sending).finally(() => {
        open.delete(sessionId);
        changed();
      });
      return sending.work;
    },
    find: (sessionId) => open.get(sessionId),
    all,
    works: () => [...open.values()].map(({ work }) => work),
    changed,
  };
}

function createOpenSending(
  sessionId: string,
  stopping: AbortSignal,
  onChange: () => void,
): OpenSending & { status(): Sending | null } {
  const cancelling = new AbortController();
  let place: { title: string; target: string } | null = null;
  let streams: Parameters<OpenSending['follow']>[0] | null = null;
  return {
    sessionId,
    signal: AbortSignal.any([stopping, cancelling.signal]),
    work: Promise.resolve(),
    target: () => place?.target ?? null,
    opened(known) {
      place = known;
      onChange();
    },
    follow(opened) {
      streams = opened;
      onChange();
    },
    tryNow: () => streams?.tryNow(),
    cancel: () => cancelling.abort(),
    status() {
      if (place === null) return null;
      const counts = streams?.counts();
      return {
        sessionId,
        ...place,
        delivered: (counts?.delivered ?? 0) + (counts?.unconfirmed ?? 0),
        due: counts === undefined ? 0 : dueOf(counts),
        connection: streams?.connection() ?? opening,
      };
    },
  };
}
