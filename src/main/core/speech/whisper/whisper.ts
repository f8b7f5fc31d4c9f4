import { AppError, saidBy } from '../../../../shared/errors.ts';
import { createGate, forkProcess } from '../../lifecycle/lifecycle.ts';
import type { ChildPort, Clock, Paths, StartProcess, WhisperHeard, WhisperReply } from '../../ports/ports.ts';
import { EngineFailure } from '../engine-failure.ts';
import { sentenceOfEnd, sentenceOfLoad } from './sentences.ts';
import { sayIt, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** whisper.cpp in a process of its own, which begins with the first words that are wanted and ends when nobody wants any. */
export type Whisper = {
  /**
   * One request after the other. A crash is tried again once, then the segment is refused.
   * @throws EngineFailure; the signal's reason when that fires
   */
  transcribe(request: WhisperJob): Promise<WhisperHeard>;
  /** Of the process, as it told last; `null` where none runs. */
  rssBytes(): number | null;
  stop(): Promise<void>;
};

export type WhisperJob = {
  /** Path of the model. */
  model: string;
  pcm: Int16Array;
  language: string | null;
  prompt: string | null;
  timeoutMs: number;
  signal: AbortSignal;
};

// Long enough for the pauses of a meeting; a model of half a gigabyte is not kept for nobody.
const idleMs = 600_000;
// A disk that is asleep, a network drive, a model of three gigabytes.
const loadTimeoutMs = 120_000;

/** A process with its model. */
type Running = {
  child: ChildPort;
  model: string;
  /** What it says next; a sentence for its end. */
  next: () => Promise<WhisperReply | { is: 'gone'; sentence: Sentence }>;
  isLoaded: boolean;
};

class Crash extends Error {
  readonly said: Sentence;

  constructor(said: Sentence) {
    super(sayIt(said));
    this.said = said;
  }
}

export function createWhisper(needs: {
  clock: Clock;
  paths: Pick<Paths, 'workerEntry'>;
  startProcess?: StartProcess;
}): Whisper {
  const { clock, paths, startProcess = forkProcess } = needs;
  const gate = createGate();
  let isBusy = false;
  let isStopped = false;
  let running: Running | null = null;
  let rssBytes: number | null = null;
  let stopIdle = (): void => undefined;
  let lastId = 0;

  function end(): void {
    stopIdle();
    running?.child.kill();
    running = null;
    rssBytes = null;
  }

  function start(model: string): Running {
    const child = startProcess(paths.workerEntry('whisper-process'));
    const said: Awaited<ReturnType<Running['next']>>[] = [];
    let tell: (() => void) | null = null;
    const hear = (what: (typeof said)[number]): void => {
      said.push(what);
      tell?.();
    };
    const own: Running = {
      child,
      model,
      isLoaded: false,
      async next() {
        if (said.length === 0) await new Promise<void>((resolve) => (tell = resolve));
        tell = null;
        return said.shift() ?? { is: 'gone', sentence: sentenceOfEnd({ code: null, signal: null }, model) };
      },
    };
    child.onMessage((message) => hear(message as WhisperReply));
    child.onExit((how) => {
      if (running === own) {
        running = null;
        rssBytes = null;
      }
      hear({ is: 'gone', sentence: sentenceOfEnd(how, model) });
    });
    child.send({ ask: 'load', model });
    return own;
  }

  /** What a process says next, in its time; it is ended when it takes longer, or nobody waits any more. */
  async function answerOf(own: Running, limits: { timeoutMs: number; signal: AbortSignal; what: string }) {
    const { timeoutMs, signal, what } = limits;
    let fail = (_reason: unknown): void => undefined;
    const given = new Promise<never>((_, reject) => (fail = reject));
    const onAbort = (): void => fail(signal.reason);
    const cancel = clock.after(timeoutMs, () =>
      fail(new EngineFailure('failing', sentence('speech.whisper-slow', { sec: timeoutMs / 1_000, what }))),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([own.next(), given]);
    } catch (error) {
      // It works on and would answer later, to nobody.
      if (running === own) end();
      throw error;
    } finally {
      cancel();
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function ready({ model, signal }: WhisperJob): Promise<Running> {
    if (isStopped) throw new AppError('busy', sentence('host.app-ends'));
    if (running !== null && running.model !== model) end();
    running ??= start(model);
    const own = running;
    if (own.isLoaded) return own;
    const reply = await answerOf(own, { timeoutMs: loadTimeoutMs, signal, what: `to load ${model}` });
    if (reply.is === 'loaded') {
      own.isLoaded = true;
      rssBytes = reply.rssBytes;
      return own;
    }
    if (running === own) end();
    if (reply.is === 'not-loaded')
      throw new EngineFailure('not-there', sentenceOfLoad(reply.why, reply.reason, model));
    throw new EngineFailure(
      'not-there',
      reply.is === 'gone' ? reply.sentence : sentence('speech.whisper-other'),
    );
  }

  async function once(job: WhisperJob): Promise<WhisperHeard> {
    const own = await ready(job);
    const { pcm, language, prompt, timeoutMs, signal } = job;
    lastId += 1;
    own.child.send({ ask: 'words', id: lastId, pcm, language, prompt });
    const reply = await answerOf(own, { timeoutMs, signal, what: 'over a segment' });
    if (reply.is === 'words') {
      rssBytes = reply.rssBytes;
      return reply.heard;
    }
    if (reply.is === 'gone') throw new Crash(reply.sentence);
    throw new EngineFailure(
      'failing',
      sentence('speech.whisper-no-words', { why: reply.is === 'no-words' ? reply.reason : reply.is }),
    );
  }

  return {
    async transcribe(job) {
      await gate.until(() => !isBusy && (isBusy = true), job.signal);
      stopIdle();
      try {
        try {
          return await once(job);
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          return await once(job);
        }
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        throw new EngineFailure('refused', sentence('speech.set-aside', { first: saidBy(error) }));
      } finally {
        isBusy = false;
        if (!isStopped) stopIdle = clock.after(idleMs, end);
        gate.wake();
      }
    },
    rssBytes: () => rssBytes,
    stop() {
      isStopped = true;
      end();
      return Promise.resolve();
    },
  };
}
