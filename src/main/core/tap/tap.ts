/**
 * A local WebSocket proxy through which any client talks to a target, recorded like our own traffic.
 * Needs the targets, the event store, findings of a session, and sessions to keep a client's audio in, as values.
 * Owns the ports that it listens on, each in a thread of its own, and the audio files under tap/.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SessionFindings } from '../../../shared/events/findings.ts';
import type { StartRequest } from '../../../shared/session/session.ts';
import type { TapReport, TapRequest, TapStatus } from '../../../shared/tap/tap.ts';
import { allOver } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import { isOrigin, type Dial } from '../network/network.ts';
import type { Clock, Paths, RecordEvent, RecordFrame } from '../ports/ports.ts';
import { createClientAudio } from './client-audio.ts';
import { parseFaults } from './faults.ts';
import { createFrameRecorder } from './record-frames.ts';
import { openTapInThread, type TapInThread } from './thread/tap-thread.ts';
import { boundYoungGeneration } from './young-generation.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export { faultWords } from './faults.ts';
export { serveTap } from './thread/serve-tap.ts';

export type TapNeeds = {
  home: string;
  paths: Paths;
  clock: Clock;
  log: Logger;
  topics: TopicHub;
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** A target, ready to be dialled. */
  openPlace: (
    nameOrUrl: string | undefined,
  ) => Promise<{ name: string; dial: Dial; stop: () => Promise<void> }>;
  findingsOf: (sessionId: string) => Promise<SessionFindings>;
  /** Starts a session; `ended` resolves when it is over. */
  start: (request: StartRequest) => Promise<{ sessionId: string }>;
  ended: () => Promise<AppError | null>;
};

/** A tap that runs: what is known of it, and how to end it. */
type OpenTap = Pick<TapInThread, 'status' | 'allow' | 'setFaults'> & { finish(): Promise<TapReport> };

export type Taps = {
  /** @throws AppError `busy` when the port is taken, `not-found` or `bad-input` for a target or a fault */
  open(request: TapRequest): Promise<OpenTap>;
  handlers: Pick<Handlers, 'tap.start' | 'tap.stop' | 'tap.list' | 'tap.allow' | 'tap.faults'>;
  stop(): Promise<void>;
};

// Numbers for people.
const publishMs = 500;

export function startTaps(needs: TapNeeds): Taps {
  const { clock } = needs;
  const running = new Map<number, OpenTap>();
  let cancelPublishing: (() => void) | undefined;

  const all = (): TapStatus[] => [...running.values()].map((tap) => tap.status());

  function changed(): void {
    cancelPublishing ??= clock.after(publishMs, () => {
      cancelPublishing = undefined;
      needs.topics.publish('taps', all());
    });
  }

  /** A client's audio as a session of its own; its file is not needed any more then. */
  async function keep(path: string, title: string): Promise<string> {
    await needs.ended();
    const { sessionId } = await needs.start({
      inputs: [{ kind: 'file', path, speed: 'max' }],
      mode: 'capture-only',
      title,
    });
    const failure = await needs.ended();
    if (failure !== null) throw failure;
    await rm(path, { force: true });
    return sessionId;
  }

  async function open(request: TapRequest): Promise<OpenTap> {
    const faults = parseFaults(request.faults);
    boundYoungGeneration();
    const place = await needs.openPlace(request.target);
    let audio: ReturnType<typeof createClientAudio> | null = null;
    const recordFrame = createFrameRecorder({
      ...needs,
      onClientMessage: (connectionId, message) => audio?.heard(connectionId, message),
    });
    const tap = await openTapInThread(needs.paths.workerEntry('tap-worker'), {
      ...needs,
      port: request.port,
      target: place.name,
      dial: place.dial,
      allowedOrigins: request.allowOrigins,
      faults,
      faultsWritten: request.faults,
      onFrame: recordFrame,
      onClientGone: (connectionId) => audio?.gone(connectionId),
      onChange: changed,
      onLost(problem) {
        needs.record({
          kind: 'connection',
          type: 'tap.ended',
          sessionId: tapId,
          target: place.name,
          reason: problem.message,
        });
        needs.log.warn({ problem: problem.message }, 'a tap has ended by itself');
        opened.finish().catch(() => undefined);
      },
    }).catch(async (error: unknown) => {
      await place.stop();
      throw error;
    });
    const { sessionId: tapId, port } = tap.status();
    if (request.recordAudio)
      audio = createClientAudio({ folder: join(needs.home, 'tap'), tapId, record: needs.record, keep });
    let finished: Promise<TapReport> | null = null;

    async function finish(): Promise<TapReport> {
      await tap.stop();
      running.delete(port);
      changed();
      const audioIds = (await audio?.finish()) ?? [];
      await place.stop();
      const { connections, refused, frames, unrecorded, bytes } = tap.status();
      const findings = await needs.findingsOf(tapId);
      return { connections, refused, frames, unrecorded, bytes, sessionIds: [tapId, ...audioIds], findings };
    }

    const opened: OpenTap = { ...tap, finish: () => (finished ??= finish()) };
    running.set(port, opened);
    changed();
    return opened;
  }

  function runningOn(port: number): OpenTap {
    const tap = running.get(port);
    if (tap !== undefined) return tap;
    throw new AppError('not-found', sentence('tester.no-tap', { port }));
  }

  return {
    open,
    handlers: {
      'tap.start': async (request) => (await open(request)).status(),
      'tap.stop': async ({ port }) => runningOn(port).finish(),
      'tap.allow': async ({ port, origin }) => {
        const tap = runningOn(port);
        if (!isOrigin(origin)) throw new AppError('bad-input', sentence('tester.no-origin', { origin }));
        await tap.allow(origin);
        return tap.status();
      },
      'tap.faults': async ({ port, faults }) => {
        const tap = runningOn(port);
        await tap.setFaults(parseFaults(faults), faults);
        return tap.status();
      },
      'tap.list': () => Promise.resolve(all()),
    },
    async stop() {
      cancelPublishing?.();
      await allOver([...running.values()].map((tap) => tap.finish()));
    },
  };
}
