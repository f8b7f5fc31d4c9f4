import { pino } from 'pino';
import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { parseSimulation, startBackend, type Backend } from '../../../src/main/core/backend/backend.ts';
import { directDial, type Dial } from '../../../src/main/core/network/network.ts';
import type { SpeechDetector } from '../../../src/main/core/ports/ports.ts';
import { createHashWords } from '../../../src/main/core/backend/simulation/hash-words.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { counterPosition } from '../../support/counter-wav.ts';
import { streamTo, type TestStream, type TestStreamOptions } from '../../support/streaming.ts';

export const second = 16_000;
const windowSamples = 320;
const stepMs = 100;
// The last sample before a pause does not tell its place by itself.
export const edgeSec = 0.01;

/** Seconds of speech and of the pause behind it, as people talk. */
export type Talk = readonly (readonly [speechSec: number, pauseSec: number])[];

/** 65 s. */
export const meeting: Talk = [
  [4.3, 1.1],
  [2.7, 2.3],
  [7.9, 0.9],
  [1.3, 6.4],
  [0.7, 4.2],
  [12.1, 1.7],
  [3.4, 9.3],
  [6.1, 1.2],
];
/** Seconds. */
export const lengthOf = (talk: Talk): number =>
  talk.reduce((sum, [speech, pause]) => sum + speech + pause, 0);

/** Everything that is in speech, one entry a window of 20 ms. */
function windowsOf(talk: Talk): boolean[] {
  return talk.flatMap(([speech, pause]) => [
    ...new Array<boolean>(Math.round(speech * 50)).fill(true),
    ...new Array<boolean>(Math.round(pause * 50)).fill(false),
  ]);
}

/** Finds speech where the talk has it, whatever the samples are. */
export function detectorOf(talk: Talk): SpeechDetector {
  const speech = windowsOf(talk);
  let judged = 0;
  let rest = 0;
  return {
    push(pcm) {
      rest += pcm.length;
      const windows = Math.floor(rest / windowSamples);
      rest -= windows * windowSamples;
      judged += windows;
      return speech.slice(judged - windows, judged);
    },
    close: () => undefined,
  };
}

/** A stream and the imitation that it goes to, both on a clock that the test moves. */
export type Stage = {
  backend: Backend;
  stream: TestStream;
  clock: FakeClock;
  /** What the transcriber really got, in order. */
  heard: { pcm: Int16Array; text: string }[];
  /** Lets time pass for both sides. */
  pass(ms: number): Promise<void>;
  /** Records the talk as time passes. */
  speak(): Promise<void>;
  /** Ends the recording and lets time pass until the stream is done. */
  end(mostSec?: number): Promise<Awaited<TestStream['done']> | 'never'>;
  /** Whether the target's words are lost on their way here. */
  loseWords(areLost: boolean): void;
  /** Breaks the connection off. */
  cut(): void;
  /** Seconds of speech that no transcriber ever got. */
  unheardSec(): number;
};

/** `simulate` as on the command line. */
export async function setStage(
  simulate: string,
  talk: Talk = meeting,
  more: TestStreamOptions = {},
): Promise<Stage> {
  const clock = createFakeClock();
  const heard: Stage['heard'] = [];
  const words = createHashWords();
  const parsed = parseSimulation(simulate);
  const simulation = { ...parsed, answers: { ...parsed.answers } };
  const sockets = new Set<Duplex>();
  const backend = await startBackend({
    port: 0,
    simulate: simulation,
    engine: {
      engine: {
        name: 'witness',
        async transcribe(pcm, signal) {
          const said = await words.transcribe(pcm, signal);
          heard.push({ pcm, text: said.text });
          return said;
        },
      },
    },
    clock,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(async () => {
    const stopped = backend.stop();
    await clock.advance(2_000);
    await stopped;
  });
  const speech = windowsOf(talk);
  const stream = streamTo(backend.url, {
    dial: dialThrough(backend.url, sockets),
    clock,
    maxRate: 2,
    // Compression works on other threads, whose time no fake clock knows.
    settings: { compress: false },
    detector: detectorOf(talk),
    ...more,
  });

  async function pass(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += stepMs) {
      await clock.advance(stepMs);
      // Both ends live on this event loop: a few turns carry a message there and its answer back.
      for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    backend,
    stream,
    clock,
    heard,
    pass,
    async speak() {
      await pass(300);
      const samples = Math.round(lengthOf(talk) * second);
      for (let at = 0; at < samples; at += (second * stepMs) / 1_000) {
        stream.recorded(Math.min(samples, at + (second * stepMs) / 1_000));
        await pass(stepMs);
      }
    },
    async end(mostSec = 600) {
      stream.finish();
      const ended: Awaited<TestStream['done']>[] = [];
      void stream.done.then((outcome) => ended.push(outcome));
      for (let sec = 0; sec < mostSec && ended.length === 0; sec += 1) await pass(1_000);
      return ended[0] ?? 'never';
    },
    loseWords(areLost) {
      simulation.answers.dropShare = areLost ? 1 : 0;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    unheardSec() {
      const got = new Uint8Array(speech.length * windowSamples + second);
      for (const { pcm } of heard) for (const at of positionsOf(pcm)) got[at] = 1;
      let missing = 0;
      for (const [n, isSpeech] of speech.entries()) {
        if (!isSpeech) continue;
        for (let i = 0; i < windowSamples; i += 1) missing += 1 - (got[n * windowSamples + i] ?? 0);
      }
      return missing / second;
    },
  };
}

/** The direct way, whose sockets can be got at. */
function dialThrough(url: string, sockets: Set<Duplex>): Dial {
  class OpenAgent extends Agent {
    override createConnection(...given: Parameters<Agent['createConnection']>): Duplex | null | undefined {
      const socket = super.createConnection(...given);
      if (socket) sockets.add(socket);
      return socket;
    }
  }
  const agent = (): Agent => new OpenAgent();
  const route = { proxyUrl: null, proxy: null, ca: undefined, agent };
  return { ...directDial(url), findRoute: () => Promise.resolve(route) };
}

/**
 * Where each sample was in the session; silence that fills a buffer is nowhere. Two samples from either side of a pause
 * tell nothing, so only neighbours that agree count.
 */
function positionsOf(pcm: Int16Array): number[] {
  const told = Array.from({ length: Math.max(0, pcm.length - 1) }, (_zero, i) =>
    pcm[i] === 0 && pcm[i + 1] === 0 ? null : counterPosition(pcm.subarray(i, i + 2)),
  );
  return told.filter(
    (at, i): at is number => at !== null && (told[i - 1] === at - 1 || told[i + 1] === at + 1),
  );
}

/** How far each line is from where its audio really was, seconds. */
export function timeErrors({ stream, heard }: Stage): number[] {
  return stream.lines.map((line) => {
    const buffer = heard.find(({ text }) => text === line.text);
    const positions = buffer === undefined ? [] : positionsOf(buffer.pcm);
    const fromSec = (positions[0] ?? Number.NaN) / second;
    const toSec = (positions.at(-1) ?? Number.NaN) / second;
    return Math.max(Math.abs(line.startSec - fromSec), Math.abs(line.endSec - toSec));
  });
}

/** What the receipt says of the stream. */
export const notes = (stream: TestStream): (string | null | undefined)[] =>
  stream.events.filter(({ type }) => type === 'receipt.note').map(({ reason }) => reason);

/** How far each chunk came, by its first sample. */
export const states = (stream: TestStream): Map<number, string> => {
  const latest = new Map<number, string>();
  for (const change of stream.changes) {
    if (change.kind === 'state') latest.set(change.firstSample, change.state);
  }
  return latest;
};
