import type { Frame } from '../../../../shared/sound/audio.ts';
import type { AudioSource } from '../../ports/ports.ts';
import type { SoundDevice, SoundServer } from '../programs/sound-server.ts';
import { SourceLost } from '../watch/source-lost.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What a page captures, and the stream of the sound server by which it does. */
type PageStream = {
  opened: AudioSource;
  /** @throws SourceLost `device-changed` when the server attached the stream to another device from the first */
  frames(signal: AbortSignal): AsyncGenerator<Frame>;
  /** Whether the stream was moved to another device, by a person or by the server. */
  findMove(): Promise<SourceLost | null>;
};

/**
 * Opens a page's source and knows its stream by it being new: the browser does not tell which it is, nor hears that it is moved.
 * @throws what `open` throws
 */
export async function openPageStream(
  open: () => Promise<AudioSource>,
  { server, device }: { server: SoundServer; device: SoundDevice },
): Promise<PageStream> {
  const ask = (): Promise<ReadonlyMap<string, string>> => server.findPageStreams().catch(() => new Map());
  const before = await ask();
  const opened = await open();
  let own: readonly string[] = [];

  async function findStray(): Promise<string | null> {
    const now = await ask();
    return own.find((stream) => now.has(stream) && now.get(stream) !== device.id) ?? null;
  }

  /**
   * A server that remembers where somebody moved the page's stream puts the next one there as well. It is put back, for the
   * one after it; what was heard until then is of the wrong device.
   */
  async function begin(): Promise<void> {
    own = [...(await ask()).keys()].filter((stream) => !before.has(stream));
    const stray = await findStray();
    if (stray === null) return;
    await server.attach(stray, device).catch(() => undefined);
    throw new SourceLost('device-changed', sentence('capture.other-device', { device: device.name }));
  }

  return {
    opened,
    async *frames(signal) {
      // With its first frame the stream is there.
      let hasBegun = false;
      for await (const frame of opened.frames(signal)) {
        if (!hasBegun) await begin();
        hasBegun = true;
        yield frame;
      }
    },
    async findMove() {
      if ((await findStray()) === null) return null;
      return new SourceLost('device-changed', sentence('capture.moved-away', { device: device.name }));
    },
  };
}
