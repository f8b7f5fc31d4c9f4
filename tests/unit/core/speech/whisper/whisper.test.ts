import { expect, onTestFinished, test } from 'vitest';
import { createWhisper, type WhisperJob } from '../../../../../src/main/core/speech/whisper/whisper.ts';
import type { WhisperReply, WhisperRequest } from '../../../../../src/main/core/ports/ports.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { scriptWhisper, type Act } from '../../../../support/scripted-whisper.ts';

const loaded: WhisperReply = { is: 'loaded', rssBytes: 500_000_000 };
const crash = { end: { code: null, signal: 'SIGSEGV' } };

const wordsFor = (request: Extract<WhisperRequest, { ask: 'words' }>, text = 'hello'): WhisperReply => ({
  is: 'words',
  id: request.id,
  heard: { text, language: 'en', pieces: [] },
  rssBytes: 510_000_000,
});
const answers = (request: WhisperRequest): Act => (request.ask === 'load' ? loaded : wordsFor(request));

function open(act: (request: WhisperRequest, process: number) => Act) {
  const clock = createFakeClock();
  const scripted = scriptWhisper(act);
  const whisper = createWhisper({
    clock,
    startProcess: scripted.startProcess,
    paths: { workerEntry: (name) => new URL(`file:///${name}.js`) },
  });
  onTestFinished(() => whisper.stop());
  const hear = (change: Partial<WhisperJob> = {}) =>
    whisper.transcribe({
      ...{ model: '/models/base.bin', pcm: new Int16Array(16), language: null, prompt: null },
      ...{ timeoutMs: 600_000, signal: new AbortController().signal },
      ...change,
    });
  return { clock, scripted, whisper, hear };
}

test('no process runs before words are wanted, and one model serves one request after the other', async () => {
  const { scripted, hear, whisper } = open(answers);
  expect(scripted.started()).toBe(0);
  const all = await Promise.all([hear(), hear(), hear()]);
  expect(all.map(({ text }) => text)).toEqual(['hello', 'hello', 'hello']);
  expect(scripted.asked.map(({ ask }) => ask)).toEqual(['load', 'words', 'words', 'words']);
  expect(whisper.rssBytes()).toBe(510_000_000);
});

test('it ends after ten minutes without a request, gives the memory back, and begins again when it is wanted', async () => {
  const { clock, scripted, hear, whisper } = open(answers);
  await hear();
  await clock.advance(599_000);
  await hear();
  await clock.advance(599_999);
  expect(scripted.alive()).toBe(1);
  await clock.advance(1);
  expect(scripted.alive()).toBe(0);
  expect(whisper.rssBytes()).toBeNull();
  expect((await hear()).text).toBe('hello');
  expect(scripted.started()).toBe(2);
});

test('another model ends the process with the one before', async () => {
  const { scripted, hear } = open(answers);
  await hear();
  await hear({ model: '/models/small.bin' });
  expect(scripted.started()).toBe(2);
  expect(scripted.alive()).toBe(1);
});

test('after a crash the segment is tried again in a new process', async () => {
  const { scripted, hear } = open((request, process) =>
    request.ask === 'words' && process === 1 ? crash : answers(request),
  );
  expect((await hear()).text).toBe('hello');
  expect(scripted.started()).toBe(2);
});

test('a segment that crashes it twice is refused with the reason, and the next one is heard', async () => {
  let segments = 0;
  const { scripted, hear } = open((request) => {
    if (request.ask === 'words' && request.pcm.length === 1) {
      segments += 1;
      return crash;
    }
    return answers(request);
  });
  await expect(hear({ pcm: new Int16Array(1) })).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/crashed with SIGSEGV.*base\.bin.*twice.*skipped/) as string,
  });
  expect(segments).toBe(2);
  expect((await hear()).text).toBe('hello');
  expect(scripted.started()).toBe(3);
});

test.each([
  ['SIGILL', /lacks instructions.*SIGILL.*another engine/],
  ['SIGKILL', /memory ran out.*smaller model/],
  ['SIGABRT', /crashed with SIGABRT/],
])(
  'a processor or memory that does not do (%s) stops the engine at once, in words',
  async (signal, words) => {
    const { scripted, hear } = open(() => ({ end: { code: null, signal } }));
    await expect(hear()).rejects.toMatchObject({
      kind: 'not-there',
      message: expect.stringMatching(words) as string,
    });
    expect(scripted.started()).toBe(1);
  },
);

test.each([
  [
    'binding',
    "Cannot find module '@fugood/node-whisper-plan9-mips'",
    /No Whisper engine is built for this system/,
  ],
  ['binding', 'index.node: wrong ELF class', /can't be loaded on this system: index\.node: wrong ELF class/],
  [
    'model',
    'ERROR not all tensors loaded from model file - expected 167, got 120',
    /incomplete.*download it again/,
  ],
  ['model', 'ggml_backend_cpu_buffer: failed to allocate buffer', /Memory ran out.*smaller model/],
  ['model', 'Failed to initialize whisper context', /may be damaged/],
] as const)('what keeps a model from being loaded is said (%s: %s)', async (why, reason, words) => {
  const { scripted, hear } = open(() => ({ is: 'not-loaded', why, reason }));
  await expect(hear()).rejects.toMatchObject({
    kind: 'not-there',
    message: expect.stringMatching(words) as string,
  });
  expect(scripted.alive()).toBe(0);
});

test('a request that is given up ends the process, which would work on, and leaves the turn to the next', async () => {
  const stop = new AbortController();
  let isFirst = true;
  const { scripted, hear } = open((request) => {
    if (request.ask !== 'words' || !isFirst) return answers(request);
    isFirst = false;
    return null;
  });
  const given = hear({ signal: stop.signal });
  const next = hear();
  await expect.poll(() => scripted.asked.length).toBe(2);
  stop.abort(new Error('given up'));
  await expect(given).rejects.toThrow('given up');
  expect((await next).text).toBe('hello');
  expect(scripted.started()).toBe(2);
});

test('a request that takes longer than its time fails, and the process that hangs is ended', async () => {
  const { clock, scripted, hear } = open((request) => (request.ask === 'load' ? loaded : null));
  const failed = expect(hear()).rejects.toMatchObject({ kind: 'failing' });
  await clock.advance(600_000);
  await failed;
  expect(scripted.alive()).toBe(0);
});

test('when the app ends, the process goes and no other begins', async () => {
  const { scripted, hear, whisper } = open((request) => (request.ask === 'load' ? loaded : null));
  const failed = expect(hear()).rejects.toThrow('The app is quitting');
  await expect.poll(() => scripted.asked.length).toBe(2);
  await whisper.stop();
  await failed;
  expect(scripted).toMatchObject({ asked: { length: 2 } });
  expect(scripted.alive()).toBe(0);
});
