import { execFile, execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { openSource } from '../../../src/main/core/capture/open-source.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/lifecycle.ts';
import type { AudioSource } from '../../../src/main/core/ports/ports.ts';

import { describeWith } from '../../support/machine/needs.ts';
import { removeFolder } from '../../support/remove-folder.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { levelAtDb, sine, toInt16 } from '../../support/tones.ts';
import { buildWav, bytesOf } from '../../support/wav.ts';

const run = promisify(execFile);
const rateHz = 48_000;
const tones = [440, 1_130, 710] as const;

/** A second of each tone, so that order and place of what is read show. */
async function writeTones(folder: string): Promise<string> {
  const parts = tones.map((hz) => bytesOf(toInt16(sine({ hz, seconds: 1, rateHz }))));
  const path = join(folder, 'tones.wav');
  await writeFile(path, buildWav({ rateHz, data: Buffer.concat(parts) }));
  return path;
}

const picture = ['-map', '1:v', '-map', '0:a', '-c:v', 'mpeg4'];

/** Each form, and what ffmpeg needs to be told to write it. */
const forms: Readonly<Record<string, readonly string[]>> = {
  'meeting.m4a': [],
  'meeting.mp3': [],
  'meeting.ogg': ['-c:a', 'libvorbis'],
  'meeting.opus': [],
  'meeting.flac': [],
  'meeting.wma': [],
  'meeting.mp4': picture,
  'meeting.w64': [],
  // WAV files, but not of a form that is read without ffmpeg.
  'adpcm.wav': ['-c:a', 'adpcm_ms'],
  // Another form than the name says, and a name that could be an option, a protocol or the end of a quotation.
  "-i pipe:0 it's.wav": ['-f', 'mp3'],
};

let made: Promise<string> | undefined;

/** The same sound in every form, by one ffmpeg: to start a program is what takes its time. */
function folderOfForms(): Promise<string> {
  made ??= writeForms();
  return made;
}

async function writeForms(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-forms-'));
  const video = ['-f', 'lavfi', '-i', `color=size=32x32:rate=5:duration=${tones.length}`];
  const outputs = Object.entries(forms).flatMap(([name, words]) => [
    ...(words === picture ? [] : ['-map', '0:a']),
    ...words,
    `file:${join(folder, name)}`,
  ]);
  await run('ffmpeg', [
    ...['-nostdin', '-loglevel', 'error', '-i', await writeTones(folder), ...video],
    ...outputs,
  ]);
  return folder;
}

function open(path: string): Promise<AudioSource> {
  return openSource(
    { kind: 'file', path, speed: 'max' },
    {
      clock: createSystemClock(),
      environment: process.env,
      platform: process.platform,
      capture: null,
      onWake: () => () => undefined,
    },
  );
}

async function read(source: AudioSource): Promise<Int16Array> {
  const pieces: Buffer[] = [];
  for await (const { pcm } of source.frames(new AbortController().signal))
    pieces.push(Buffer.from(bytesOf(pcm)));
  const bytes = Buffer.concat(pieces);
  return new Int16Array(Uint8Array.from(bytes).buffer);
}

/** Which tones are heard in the middle of each second. */
function storyOf(pcm: Int16Array): number[][] {
  return tones.map((_hz, second) => {
    const window = pcm.subarray(second * 16_000 + 4_000, second * 16_000 + 12_000);
    return tones.filter((hz) => levelAtDb(window, hz, 16_000) > -40);
  });
}

const inOrder = tones.map((hz) => [hz]);

/** What comes through a pipe that `write` fills. */
async function readPiped(write: (pipe: string) => void): Promise<Int16Array> {
  const pipe = join(await makeTemporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  write(pipe);
  return read(await open(pipe));
}

/** Encoders begin or end up to a tenth of a second beside the sound. */
function expectWhole(pcm: Int16Array): void {
  expect(storyOf(pcm)).toEqual(inOrder);
  expect(Math.abs(pcm.length / 16_000 - tones.length)).toBeLessThan(0.15);
}

describeWith(['posix', 'ffmpeg'], 'sound that ffmpeg reads', () => {
  afterAll(async () => {
    if (made !== undefined) await removeFolder(await made);
  });

  it.each(Object.keys(forms))('is every second of %s, in its order', async (name) => {
    const path = join(await folderOfForms(), name);
    const before = await readFile(path);
    expectWhole(await read(await open(path)));
    expect(await readFile(path)).toEqual(before);
  });

  it.each(['meeting.mp3', 'meeting.ogg', 'meeting.m4a', 'meeting.w64'])(
    'is every second of %s that comes through a pipe',
    async (name) => {
      const bytes = await readFile(join(await folderOfForms(), name));
      expectWhole(await readPiped((pipe) => createWriteStream(pipe).end(bytes)));
    },
  );

  it.each([
    ['W64', ['-f', 'w64']],
    ['RF64', ['-f', 'wav', '-rf64', 'always']],
  ])('is what ffmpeg writes into a pipe as %s, whose size it cannot know', async (_name, form) => {
    const from = join(await folderOfForms(), 'tones.wav');
    const pcm = await readPiped((pipe) => {
      const words = ['-nostdin', '-y', '-loglevel', 'error', '-i', from, ...form, `file:${pipe}`];
      spawn('ffmpeg', words, { stdio: 'ignore' });
    });
    expect(storyOf(pcm)).toEqual(inOrder);
    expect(pcm.length).toBe(tones.length * 16_000);
  });

  it('is refused where a file was cut before the list of what is in it', async () => {
    const bytes = await readFile(join(await folderOfForms(), 'meeting.m4a'));
    const cut = join(await makeTemporaryFolder(), 'cut.m4a');
    await writeFile(cut, bytes.subarray(0, bytes.length - 2_000));
    await expect(open(cut)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('is an M4A (AAC) file, and ffmpeg finds no sound in it') as string,
    });
  });
});
