import { describe, expect, it } from 'vitest';
import { openPageStream } from '../../../../../src/main/core/capture/page/page-stream.ts';
import { pageStreamsIn } from '../../../../../src/main/core/capture/programs/pactl-list.ts';
import type { SoundDevice, SoundServer } from '../../../../../src/main/core/capture/programs/sound-server.ts';
import type { AudioSource } from '../../../../../src/main/core/ports/ports.ts';

const device: SoundDevice = { name: 'headset', id: '4', recordFrom: 'headset', silencedBy: null };

/** A server on which another browser records as well, from another device; `own` is where it puts the page's stream. */
function setUp(own: string) {
  const streams = new Map([['7', '2']]);
  const attached: string[] = [];
  const server = {
    findPageStreams: () => Promise.resolve(new Map(streams)),
    attach(stream: string, to: SoundDevice) {
      attached.push(`${stream} to ${to.name}`);
      return Promise.resolve();
    },
  } as Partial<SoundServer> as SoundServer;
  const opened: AudioSource = {
    source: 'microphone',
    description: 'Default',
    expectedSamples: null,
    async *frames() {
      streams.set('9', own);
      yield await Promise.resolve({ firstSample: 0, pcm: new Int16Array(800) });
    },
  };
  return { streams, attached, open: () => openPageStream(() => Promise.resolve(opened), { server, device }) };
}

async function framesOf(stream: { frames(signal: AbortSignal): AsyncGenerator }): Promise<number> {
  let count = 0;
  const frames = stream.frames(new AbortController().signal);
  while ((await frames.next()).done !== true) count += 1;
  return count;
}

describe("a capture page's stream in the sound server", () => {
  it('is no loss on its own device, whatever other browsers record', async () => {
    const { attached, open } = setUp('4');
    const stream = await open();
    expect(await framesOf(stream)).toBe(1);
    expect(await stream.findMove()).toBeNull();
    expect(attached).toEqual([]);
  });

  it('is a loss with its reason once it was moved', async () => {
    const { streams, open } = setUp('4');
    const stream = await open();
    await framesOf(stream);
    streams.set('9', '2');
    expect(await stream.findMove()).toMatchObject({
      reason: 'device-changed',
      message: 'The recording was moved from headset to another device',
    });
  });

  it('is put back, and nothing of it is taken, where the server has it elsewhere from the first', async () => {
    const { attached, open } = setUp('2');
    const stream = await open();
    await expect(framesOf(stream)).rejects.toMatchObject({ reason: 'device-changed' });
    expect(attached).toEqual(['9 to headset']);
  });

  it('is known among what pactl lists by the name that Chromium gives it', () => {
    const block = (index: number, source: number, name: string): string =>
      `Source Output #${index}\n\tDriver: protocol-native.c\n\tSource: ${source}\n\tProperties:\n\t\tmedia.name = "${name}"\n`;
    const list = `${block(3, 0, 'RecordStream')}\n${block(5, 1, 'Microphone')}\n${block(8, 12, 'RecordStream')}`;
    expect([...pageStreamsIn(list)]).toEqual([
      ['3', '0'],
      ['8', '12'],
    ]);
    expect(pageStreamsIn('').size).toBe(0);
  });
});
