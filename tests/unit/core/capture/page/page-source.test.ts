import { describe, expect, test } from 'vitest';
import { openPageSource } from '../../../../../src/main/core/capture/page/page-source.ts';
import { trySource } from '../../../../../src/main/core/capture/sound-check.ts';
import { SourceLost } from '../../../../../src/main/core/capture/watch/source-lost.ts';
import { watchSource } from '../../../../../src/main/core/capture/watch/watched-source.ts';
import type { AudioSource } from '../../../../../src/main/core/ports/ports.ts';
import type { Frame } from '../../../../../src/shared/sound/audio.ts';
import { scriptCapture, type ScriptedPage } from '../../../../support/capture-page.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

const frameSamples = 800;
const frameMs = 50;

function setUp() {
  const clock = createFakeClock();
  const { capture, pages } = scriptCapture();
  const page = (index = 0): ScriptedPage => {
    const found = pages[index];
    if (found === undefined) throw new Error('No page was opened');
    return found;
  };
  return { clock, pages, page, open: () => openPageSource('microphone', { capture, clock }) };
}

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function started(set: ReturnType<typeof setUp>): Promise<AudioSource> {
  const opening = set.open();
  await settle();
  set.page().answer({ type: 'started', description: 'Headset' });
  return opening;
}

const frame = (index: number) => ({
  type: 'frame' as const,
  firstSample: index * frameSamples,
  pcm: new Int16Array(frameSamples).fill(index + 1).buffer,
});

function collect(source: AudioSource, signal: AbortSignal): { frames: Frame[]; done: Promise<void> } {
  const frames: Frame[] = [];
  const done = (async () => {
    for await (const one of source.frames(signal)) frames.push(one);
  })();
  done.catch(() => undefined);
  return { frames, done };
}

describe('a source that a page captures', () => {
  test('is named by the page and gives its frames with the time at which they came', async () => {
    const set = setUp();
    const source = await started(set);
    expect(source).toMatchObject({ source: 'microphone', description: 'Headset', expectedSamples: null });
    const stop = new AbortController();
    const { frames, done } = collect(source, stop.signal);
    set.page().answer(frame(0));
    await set.clock.advance(frameMs);
    set.page().answer(frame(1));
    await settle();
    expect(frames.map(({ firstSample, pcm, heardMs }) => [firstSample, pcm[0], heardMs])).toEqual([
      [0, 1, 0],
      [frameSamples, 2, frameMs],
    ]);
    stop.abort();
    await done;
    expect(set.page().requests.map(({ type }) => type)).toEqual(['start', 'stop']);
    expect(set.page().isReleased()).toBe(true);
    expect(set.page().isDiscarded()).toBe(false);
    expect(set.clock.pending()).toBe(0);
  });

  test.each([
    ['NotAllowedError', /privacy settings/],
    ['NotFoundError', /nothing to capture the microphone from/],
    ['NotReadableError', /in use by another program/],
    ['SomethingNewError', /odd words \(SomethingNewError\)/],
  ])('is refused in words when the browser says %s', async (name, words) => {
    const set = setUp();
    const opening = set.open();
    await settle();
    set.page().answer({ type: 'failed', name, message: 'odd words' });
    await expect(opening).rejects.toMatchObject({
      code: 'no-device',
      message: expect.stringMatching(words) as string,
    });
    expect(set.page().isReleased()).toBe(true);
    expect(set.clock.pending()).toBe(0);
  });

  test('is let go when nobody asks for its frames', async () => {
    const set = setUp();
    const source = await started(set);
    source.close?.();
    expect(set.page().requests.at(-1)?.type).toBe('stop');
    expect(set.page().isReleased()).toBe(true);
    expect(set.clock.pending()).toBe(0);
  });

  test.each(['no-frames', 'device-changed', 'source-ended', 'helper-exited'] as const)(
    'is lost for the reason that the page gives: %s',
    async (reason) => {
      const set = setUp();
      const { done } = collect(await started(set), new AbortController().signal);
      set.page().answer(frame(0));
      set.page().answer({ type: 'lost', reason, sentence: 'It went away' });
      await expect(done).rejects.toMatchObject({ reason, message: 'It went away' });
    },
  );

  test('is lost with the page that captures it', async () => {
    const set = setUp();
    const { done } = collect(await started(set), new AbortController().signal);
    set.page().crash();
    await expect(done).rejects.toMatchObject({ reason: 'helper-exited' });
  });

  test('costs the page only when that hangs, not when its device is silent', async () => {
    const isDiscardedWhen = async (answersPing: boolean): Promise<boolean> => {
      const set = setUp();
      const lost = new AbortController();
      const { done } = collect(await started(set), lost.signal);
      set.page().answer(frame(0));
      await set.clock.advance(1_500);
      expect(set.page().requests.at(-1)?.type).toBe('ping');
      if (answersPing) set.page().answer({ type: 'pong' });
      lost.abort(new SourceLost('no-frames', 'No sound came for 2 s'));
      await done;
      return set.page().isDiscarded();
    };
    expect(await isDiscardedWhen(true)).toBe(false);
    expect(await isDiscardedWhen(false)).toBe(true);
  });

  test('gives a page up that does not even answer while it starts', async () => {
    const set = setUp();
    const opening = set.open();
    await set.clock.advance(2_000);
    await expect(opening).rejects.toMatchObject({ reason: 'helper-exited' });
    expect(set.page().isDiscarded()).toBe(true);
  });

  test('waits for a person who has to allow it, as long as the page is alive', async () => {
    const set = setUp();
    const opening = set.open();
    for (let second = 0; second < 30; second += 1) {
      await set.clock.advance(1_000);
      set.page().answer({ type: 'pong' });
    }
    set.page().answer({ type: 'started', description: 'Headset' });
    expect((await opening).description).toBe('Headset');
  });

  test.each([
    ['nothing', null],
    ['an odd number of bytes', { ...frame(5), pcm: new ArrayBuffer(3) }],
    ['a frame without end', { ...frame(5), pcm: new ArrayBuffer(64_000) }],
    ['samples that are none', { ...frame(5), pcm: [1, 2, 3] }],
    ['a number before the first', { ...frame(5), firstSample: -1 }],
    ['a reason that does not exist', { type: 'lost', reason: 'whim', sentence: '' }],
  ])('passes over %s from a page that went wrong', async (_what, message) => {
    const set = setUp();
    const stop = new AbortController();
    const { frames, done } = collect(await started(set), stop.signal);
    const { id } = set.page().requests[0] ?? {};
    set.page().say(message === null ? null : { ...message, id });
    set.page().say({ ...frame(6), id: 'of-another-capture' });
    set.page().answer(frame(0));
    await settle();
    stop.abort();
    await done;
    expect(frames.map(({ firstSample }) => firstSample)).toEqual([0]);
  });

  test('comes back in 3 s on a new page when its page hangs, with the gap in its track', async () => {
    const set = setUp();
    const opening = watchSource(set.open, { clock: set.clock, sinceBootMs: () => set.clock.monotonicMs() });
    await settle();
    set.page().answer({ type: 'started', description: 'Headset' });
    const stop = new AbortController();
    const { frames, done } = collect(await opening, stop.signal);
    for (let index = 0; index < 20; index += 1) {
      await set.clock.advance(frameMs);
      set.page().answer(frame(index));
    }
    const hungMs = set.clock.monotonicMs();
    while (set.pages.length < 2) await set.clock.advance(frameMs);
    set.page(1).answer({ type: 'started', description: 'Headset' });
    await settle();
    await set.clock.advance(frameMs);
    set.page(1).answer(frame(0));
    await settle();
    expect(set.clock.monotonicMs() - hungMs).toBeLessThanOrEqual(3_000);
    expect(frames.at(-1)?.gap).toEqual({ reason: 'no-frames', leftOutSamples: 0 });
    expect(set.page(0).isDiscarded()).toBe(true);
    stop.abort();
    await done;
    expect(set.clock.pending()).toBe(0);
  });
});

describe('a sound check', () => {
  const check = async (...values: readonly (number | null)[]) => {
    const set = setUp();
    const checking = trySource(set.open, 'microphone', set.clock);
    await settle();
    set.page().answer({ type: 'started', description: 'Headset' });
    for (const [index, value] of values.entries()) {
      await set.clock.advance(frameMs);
      if (value !== null)
        set.page().answer({ ...frame(index), pcm: new Int16Array(frameSamples).fill(value).buffer });
    }
    await set.clock.advance(values.length === 0 ? 10_000 : 3_000);
    return { found: await checking, page: set.page(), pending: set.clock.pending() };
  };

  test('listens from the first sample on, however late that comes', async () => {
    const set = setUp();
    const checking = trySource(set.open, 'microphone', set.clock);
    await settle();
    set.page().answer({ type: 'started', description: 'Headset' });
    await set.clock.advance(1_500);
    for (let index = 0; index < 60; index += 1) {
      await set.clock.advance(frameMs);
      const value = index < 40 ? 0 : 16_384;
      set.page().answer({ ...frame(index), pcm: new Int16Array(frameSamples).fill(value).buffer });
    }
    expect(await checking).toMatchObject({ outcome: 'heard', peakDb: expect.closeTo(-6.02, 1) as number });
    expect(set.clock.pending()).toBe(0);
  });

  test('measures the loudest sample and lets the source go', async () => {
    const { found, page, pending } = await check(...Array.from({ length: 20 }, () => 16_384));
    expect(found).toMatchObject({ outcome: 'heard', device: 'Headset', samples: 16_000 });
    expect(found.outcome === 'heard' && found.peakDb).toBeCloseTo(-6.02, 1);
    expect(page.isReleased()).toBe(true);
    expect(pending).toBe(0);
  });

  test('tells zeros from no sound at all', async () => {
    expect((await check(0, 0, 0)).found).toMatchObject({ samples: 2_400, peakDb: null });
    expect((await check()).found).toMatchObject({ samples: 0, peakDb: null });
  });

  test.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'failed'],
  ])('tells what was refused from what failed: %s', async (name, outcome) => {
    const set = setUp();
    const checking = trySource(set.open, 'microphone', set.clock);
    await settle();
    set.page().answer({ type: 'failed', name, message: '' });
    expect((await checking).outcome).toBe(outcome);
  });
});
