import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { openSource } from '../../../../../src/main/core/capture/open-source.ts';
import { incomingBytes } from '../../../../../src/main/core/capture/pipe/incoming-bytes.ts';
import { openPipeReader } from '../../../../../src/main/core/capture/pipe/pipe-reader.ts';
import type { AudioSource, SourceChange } from '../../../../../src/main/core/ports/ports.ts';
import type { Frame } from '../../../../../src/shared/sound/audio.ts';
import type { RawSound } from '../../../../../src/shared/sound/raw-sound.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { describeWith } from '../../../../support/machine/needs.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { sine } from '../../../../support/tones.ts';
import { buildWav, bytesOf, riffChunk } from '../../../../support/wav.ts';

type Piped = {
  writer: WriteStream;
  opening: Promise<AudioSource>;
  clock: ReturnType<typeof createFakeClock>;
};

/** A named pipe with somebody at its other end, and a recorder that opens it. */
async function pipe(raw?: RawSound, signal?: AbortSignal): Promise<Piped> {
  const path = join(await makeTemporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const clock = createFakeClock();
  const options = {
    clock,
    environment: { PATH: '' },
    platform: 'linux' as const,
    capture: null,
    onWake: () => () => undefined,
  };
  // Open to read as well, so that it need not wait for the recorder, nor the recorder for it.
  const writer = createWriteStream(path, { flags: 'r+' });
  await once(writer, 'open');
  const input = { kind: 'file', path, speed: 'max', ...(raw !== undefined && { raw }) } as const;
  return { opening: openSource(input, options, signal), writer, clock };
}

function listen(source: AudioSource, signal = new AbortController().signal) {
  const frames: Frame[] = [];
  const changes: SourceChange[] = [];
  const done = (async () => {
    for await (const frame of source.frames(signal, (change) => changes.push(change))) frames.push(frame);
  })();
  done.catch(() => undefined);
  const heard = (): Int16Array => Int16Array.from(frames.flatMap(({ pcm }) => [...pcm]));
  return { frames, changes, done, heard };
}

const tone = Int16Array.from(sine({ hz: 440, seconds: 1, rateHz: 16_000 }), (value) => value * 20_000);

/** The head of a stream whose writer cannot know the length: sizes as programs put them. */
function headOf(claimedDataBytes: number): Buffer {
  const wav = buildWav({
    rateHz: 16_000,
    data: new Uint8Array(),
    before: riffChunk('LIST', new Uint8Array(7)),
  });
  wav.writeUInt32LE(claimedDataBytes, wav.length - 4);
  return wav;
}

function longHead(dataBytes: bigint): Buffer {
  const ds64 = Buffer.alloc(28);
  ds64.writeBigUInt64LE(dataBytes, 8);
  const wav = headOf(0xffff_ffff);
  wav.write('RF64', 'latin1');
  return Buffer.concat([wav.subarray(0, 12), riffChunk('ds64', ds64), wav.subarray(12)]);
}

describeWith(['linux'], 'a pipe as a source', () => {
  it.each([
    ['0', headOf(0)],
    ['the greatest of 32 bits', headOf(0xffff_ffff)],
    ['nearly the greatest of 31 bits', headOf(0x7fff_f000)],
    ['that of an RF64 head, not known', longHead(0n)],
    ['that of an RF64 head, the greatest of 64 bits', longHead(2n ** 64n - 1n)],
  ])('gives its sound while more is to come, where the size is %s', async (_name, head) => {
    const { opening, writer } = await pipe();
    writer.write(head.subarray(0, 30));
    writer.write(head.subarray(30));
    const source = await opening;
    expect(source).toMatchObject({ source: 'system', expectedSamples: null, isPipe: true });
    const { heard, done } = listen(source);
    writer.write(bytesOf(tone));
    await expect.poll(heard).toEqual(tone);
    writer.end(bytesOf(tone));
    await done;
    expect(heard()).toEqual(Int16Array.from([...tone, ...tone]));
  });

  it('gives the same samples as the file, however it comes in pieces, and nothing of the parts after them', async () => {
    const after = Buffer.concat([
      riffChunk('LIST', new Uint8Array(501).fill(0x41)),
      riffChunk('id3 ', new Uint8Array(40)),
    ]);
    const wav = buildWav({ rateHz: 16_000, data: bytesOf(tone), after });
    const { opening, writer } = await pipe();
    for (let at = 0, size = 1; at < wav.length; at += size, size = (size * 7) % 1_013) {
      writer.write(wav.subarray(at, at + size));
      if (at < 200) await new Promise((resolve) => setImmediate(resolve));
    }
    writer.end();
    const source = await opening;
    expect(source.expectedSamples).toBe(tone.length);
    const { heard, done } = listen(source);
    await done;
    expect(heard()).toEqual(tone);
  });

  it('goes on where the size was not true', async () => {
    const { opening, writer } = await pipe();
    writer.write(headOf(2_000));
    writer.end(Buffer.concat([bytesOf(tone), bytesOf(tone)]));
    const { heard, done } = listen(await opening);
    await done;
    expect(heard()).toHaveLength(32_000);
  });

  it('tells how much is missing when its writer ends before what it promised', async () => {
    const { opening, writer } = await pipe();
    writer.write(headOf(5 * 32_000));
    writer.end(bytesOf(tone));
    const { frames, heard, done } = listen(await opening);
    await expect(done).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /ended 4\.0 s earlier than its header says.*What arrived is kept/,
      ) as string,
    });
    expect(heard()).toEqual(tone);
    expect(frames.at(-1)?.gap).toEqual({ reason: 'file-short', leftOutSamples: 64_000 });
  });

  it('tells when its writer dies in the middle of a sample', async () => {
    const { opening, writer } = await pipe();
    writer.write(headOf(0xffff_ffff));
    writer.end(bytesOf(tone).subarray(0, 20_001));
    const { heard, done } = listen(await opening);
    await expect(done).rejects.toThrow(/broke off: it ended in the middle of a sample/);
    expect(heard()).toHaveLength(10_000);
  });

  it('takes samples without a header as what they are said to be', async () => {
    const { opening, writer } = await pipe({ encoding: 'float32', sampleRateHz: 48_000, channels: 2 });
    const stereo = Float32Array.from({ length: 96_000 }, (_zero, i) => Math.sin((i >> 1) * 0.05) / 2);
    writer.end(bytesOf(stereo));
    const { heard, done } = listen(await opening);
    await done;
    expect(heard()).toHaveLength(16_000);
    expect(Math.max(...heard())).toBeGreaterThan(16_000);
  });

  it('says when nothing has come for 10 s, and when it comes again', async () => {
    const { opening, writer, clock } = await pipe();
    writer.write(headOf(0));
    const { changes, heard, done } = listen(await opening);
    await expect.poll(() => clock.pending()).toBe(1);
    await clock.advance(9_999);
    expect(changes).toEqual([]);
    await clock.advance(1);
    expect(changes).toMatchObject([
      { type: 'stalled', reason: expect.stringMatching(/Nothing has come .* for 10 s/) as string },
    ]);
    writer.end(bytesOf(tone));
    await done;
    expect(changes.map(({ type }) => type)).toEqual(['stalled', 'resumed']);
    expect(heard()).toEqual(tone);
    expect(clock.pending()).toBe(0);
  });

  it('ends at Stop with what has come, though more was to come', async () => {
    const { opening, writer } = await pipe();
    const stop = new AbortController();
    writer.write(headOf(0));
    writer.write(bytesOf(tone).subarray(0, 30_000));
    const { heard, done } = listen(await opening, stop.signal);
    await expect.poll(() => heard().length).toBeGreaterThanOrEqual(14_400);
    stop.abort();
    await done;
    expect(heard()).toEqual(tone.subarray(0, 15_000));
    writer.destroy();
  });

  it('gives up when nobody writes and the app ends', async () => {
    const path = join(await makeTemporaryFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    const stop = new AbortController();
    const clock = createFakeClock();
    const opening = openSource(
      { kind: 'file', path, speed: 1 },
      { clock, environment: {}, platform: 'linux', capture: null, onWake: () => () => undefined },
      stop.signal,
    );
    await expect.poll(() => clock.pending()).toBe(1);
    stop.abort();
    await expect(opening).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('ends where a file or a device without bytes stands in for it', async () => {
    const path = join(await makeTemporaryFolder(), 'three.raw');
    await writeFile(path, 'abc');
    for (const [given, bytes] of [
      ['/dev/null', ''],
      [path, 'abc'],
    ] as const) {
      const incoming = incomingBytes(createReadStream(given));
      expect((await incoming.peek(10)).toString()).toBe(bytes);
      expect((await incoming.take(10)).toString()).toBe(bytes);
      expect(await incoming.takeSome(10)).toHaveLength(0);
      expect(incoming.problem()).toBeNull();
      incoming.close();
    }
  });

  it('that ends before its first byte, or is no sound, is refused with what it is', async () => {
    const nothing = incomingBytes(Readable.from([]));
    await expect(
      openPipeReader(nothing, { name: 'Standard input', isStream: true }, undefined),
    ).rejects.toThrow(/ended before the first byte came/);
    const text = await pipe();
    text.writer.end('<!doctype html><html></html>');
    await expect(text.opening).rejects.toThrow(/is a web page \(HTML\)/);
    const mp3 = await pipe();
    mp3.writer.end(Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0', 'latin1'), Buffer.alloc(5_000, 1)]));
    await expect(mp3.opening).rejects.toThrow(/is an MP3 file.*With ffmpeg installed/);
  });
});
