import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { counterSamples } from '../../support/counter-wav.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { streamTo } from '../../support/streaming.ts';

const hourSec = 3_600;

describe('fault 2: the backend is away for an hour', () => {
  it('gets every sample once and in order when it is back, at most twice as fast as it was spoken', async () => {
    const reserved = await startScriptedTarget({});
    await reserved.stop();
    const clock = createFakeClock();
    const streaming = streamTo(reserved.url, {
      clock,
      maxRate: 2,
      // Compression works on other threads, whose time no fake clock knows.
      settings: { compress: false },
    });

    // Sockets are real: after each step of the clock they get time to fail or to deliver.
    const pass = async (ms: number): Promise<void> => {
      await clock.advance(ms);
      for (let i = 0; i < 3; i += 1) await turn();
    };
    for (let second = 1; second <= hourSec; second += 1) {
      streaming.recorded(second * 16_000);
      await pass(1_000);
    }
    const tries = streaming.events.filter((event) => event.type === 'connection.opening').length;
    // Full jitter up to 30 s: about four tries a minute once the waits have grown.
    expect(tries).toBeGreaterThan(60);
    expect(tries).toBeLessThan(600);
    expect(streaming.counts()).toMatchObject({ captured: hourSec, sent: 0, pending: hourSec });
    expect(streaming.connection().phase).toBe('waiting');

    const received: number[] = [];
    let samples = 0;
    let inOrder = true;
    const target = await startScriptedTarget({
      port: Number(new URL(reserved.url).port),
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          const audio = Buffer.from(String(message.data), 'base64');
          const expected = counterSamples(audio.length / 2, samples);
          inOrder &&= audio.equals(Buffer.from(expected.buffer));
          samples += audio.length / 2;
          message.data = '';
          received.push(clock.monotonicMs());
        }
        completeOnEnd(message, socket);
      },
    });
    streaming.finish();
    const state = { done: false };
    void streaming.done.then(() => {
      state.done = true;
    });
    while (!state.done) await pass(250);
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.connections).toHaveLength(1);
    expect(samples).toBe(hourSec * 16_000);
    expect(inOrder).toBe(true);
    expect(streaming.counts()).toMatchObject({ delivered: hourSec, retried: 0, pending: 0 });
    const catchUpSec = ((received.at(-1) ?? 0) - (received[0] ?? 0)) / 1_000;
    expect(catchUpSec).toBeGreaterThan(hourSec / 2 - 5);
  });
});
