import { createRequire } from 'node:module';
import { availableParallelism, constants, setPriority } from 'node:os';
import { isWholeModel } from './whole-model.ts';
import type { WhisperHeard, WhisperReply, WhisperRequest } from '../ports/ports.ts';

/** What is used of the binding of whisper.cpp. */
type Binding = {
  WhisperContext: {
    new (options: { filePath: string; useGpu: boolean }): Context;
    toggleNativeLog(on: boolean, listener?: (level: string, text: string) => void): void;
  };
};
type Context = {
  transcribeData(
    pcm: ArrayBufferLike,
    options: Readonly<Record<string, unknown>>,
  ): {
    promise: Promise<{
      result: string;
      language?: string;
      segments: { text: string; t0: number; t1: number }[];
    }>;
  };
};

/** Electron's own way to talk to a process that it started. */
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

const { parentPort } = process as unknown as { parentPort?: ParentPort };

// Half of what the machine has, so that a meeting goes on beside it; more than 8 threads gain nothing (whisper.cpp's own figures).
const threads = Math.max(1, Math.min(8, Math.floor(availableParallelism() / 2)));
const mostReasonLines = 3;

const problems: string[] = [];
let context: Context | null = null;

function reply(message: WhisperReply): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
}

function loadBinding(): Binding | null {
  try {
    const load = createRequire(import.meta.url);
    return load(`@fugood/node-whisper-${process.platform}-${process.arch}`) as Binding;
  } catch (error) {
    reply({
      is: 'not-loaded',
      why: 'binding',
      reason: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

function load(model: string): void {
  const binding = loadBinding();
  if (binding === null) return;
  binding.WhisperContext.toggleNativeLog(true, (level, text) => {
    if (level === 'error' && problems.push(text.trim()) > mostReasonLines) problems.shift();
  });
  try {
    if (!isWholeModel(model)) throw new Error('not all tensors are in the file');
    context = new binding.WhisperContext({ filePath: model, useGpu: process.platform === 'darwin' });
    reply({ is: 'loaded', rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    // What it says of an error comes on a later turn than the error.
    setTimeout(() => {
      const reason = problems.join(' ') || (error instanceof Error ? error.message : String(error));
      reply({ is: 'not-loaded', why: 'model', reason });
    }, 50);
  }
}

async function hear(request: Extract<WhisperRequest, { ask: 'words' }>): Promise<void> {
  const { id, pcm, language, prompt } = request;
  try {
    if (context === null) throw new Error('no model is loaded');
    const own = pcm.byteLength === pcm.buffer.byteLength ? pcm : pcm.slice();
    const { promise } = context.transcribeData(own.buffer, {
      language: language ?? 'auto',
      ...(prompt !== null && { prompt }),
      maxThreads: threads,
      // One token a piece: where words begin and end.
      maxLen: 1,
      tokenTimestamps: true,
      // Its own tries at words that it is unsure of: three instead of six of five each, or noise takes minutes.
      temperatureInc: 0.4,
      bestOf: 2,
    });
    const { result, language: heardIn, segments } = await promise;
    const heard: WhisperHeard = {
      text: result,
      language: heardIn ?? null,
      pieces: segments.map(({ text, t0, t1 }) => ({ text, startMs: t0, endMs: t1 })),
    };
    reply({ is: 'words', id, heard, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    reply({ is: 'no-words', id, reason: error instanceof Error ? error.message : String(error) });
  }
}

function onRequest(request: WhisperRequest): void {
  if (request.ask === 'load') load(request.model);
  else void hear(request);
}

try {
  // Sound that is being recorded goes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Some systems do not let a process step back.
}
if (parentPort !== undefined) parentPort.on('message', ({ data }) => onRequest(data as WhisperRequest));
else {
  process.on('message', (request: WhisperRequest) => onRequest(request));
  // Nobody is left who could want words, and the addon may be deep in its work.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
