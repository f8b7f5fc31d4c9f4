import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { voice, writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { buildWav } from '../../support/wav.ts';

async function transcribe(
  bytes: Uint8Array | ((path: string) => Promise<void>),
  name = 'meeting.wav',
  environment: NodeJS.ProcessEnv = {},
) {
  const folder = await makeTemporaryFolder();
  const path = join(folder, name);
  if (typeof bytes === 'function') await bytes(path);
  else await writeFile(path, bytes);
  const groq = await startTestGroq((_request, index) => ({ text: `Number ${index} is said.` }));
  const end = await runScrumbot(['transcribe', path, '--engine', 'groq', '--json'], {
    home: join(folder, 'home'),
    environment: { ...environment, GROQ_API_KEY: 'gsk_test_0123456789', SCRUMBOT_GROQ_BASE_URL: groq.url },
  });
  return { ...end, groq, report: JSON.parse(end.stdout) as SessionReport & { error?: { message: string } } };
}

const pcmOf = (pcm: Int16Array): Uint8Array => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);

describe('files that are not what they should be', () => {
  it.each([
    ['no bytes', Buffer.alloc(0), 'meeting.wav', 'is empty'],
    ['an MP3 file', Buffer.from('ID3\u0004\u0000\u0000'.padEnd(400, 'x')), 'meeting.mp3', 'is an MP3 file'],
    [
      'a video',
      Buffer.from(`\u0000\u0000\u0000\u0020ftypisom${'x'.repeat(400)}`),
      'meeting.mp4',
      'is an MP4 file',
    ],
  ])('are refused with what to do: %s', async (_what, bytes, name, words) => {
    // Without ffmpeg, which would say of two of them what it finds in them.
    const { code, report, groq } = await transcribe(bytes, name, { PATH: '/nowhere' });
    expect(code).toBe(2);
    expect(report.error?.message).toContain(words);
    if (name !== 'meeting.wav') expect(report.error?.message).toContain('ffmpeg -n -i');
    expect(groq.ledger).toEqual([]);
  });

  it('are too short to hold a word: 5 ms make a session without words and without a request', async () => {
    const { code, report, groq } = await transcribe(
      buildWav({ rateHz: 16_000, data: pcmOf(voice(0.005, 120)) }),
    );
    expect(code).toBe(0);
    expect(report).toMatchObject({ state: 'ended', text: '' });
    expect(groq.ledger).toEqual([]);
  });

  it('are 44.1 kHz stereo float', async () => {
    const mono = voice(12, 120);
    const stereo = new Float32Array(Math.round(mono.length * 2.75625) * 2);
    for (let i = 0; i < stereo.length; i += 1)
      stereo[i] = (mono[Math.floor(Math.floor(i / 2) / 2.75625)] ?? 0) / 32_768;
    const wav = buildWav({
      rateHz: 44_100,
      channels: 2,
      bits: 32,
      kind: 'float',
      data: new Uint8Array(stereo.buffer),
    });
    const { code, report } = await transcribe(wav);
    expect(code).toBe(0);
    expect(report.seconds).toBeCloseTo(12, 1);
    expect(report.text).toBe('Number 0 is said.');
  });

  // What was never closed is whole; what was promised and is not there is missing.
  it.each([
    [0, 0],
    [4_000_000_000, 2],
  ])('have a header that claims %i bytes: exit code %i', async (claimedDataBytes, exitCode) => {
    const wav = buildWav({ rateHz: 16_000, data: pcmOf(voice(12, 120)), claimedDataBytes });
    const { code, report } = await transcribe(wav);
    expect(code).toBe(exitCode);
    expect(report.seconds).toBeCloseTo(12, 2);
    expect(report.text).toBe('Number 0 is said.');
  });

  it('have 30 MB: they go out in pieces of less than a megabyte', async () => {
    // What is said in it alone has 4 MB, so that silence is not what makes the pieces small.
    const { code, report, groq } = await transcribe((path) => writeTalk(path, 8, 98));
    expect(code).toBe(0);
    expect(report.seconds).toBeGreaterThan(930);
    expect(report.transcripts[0]).toMatchObject({ segments: 8, done: 8 });
    for (const { file, audioSec } of groq.ledger) {
      expect(file.bytes.length).toBeLessThan(1_000_000);
      expect(audioSec).toBeLessThanOrEqual(30.2);
    }
  });
});

describe('words on the command line', () => {
  it.each([
    [['transcribe'], 'Name a sound file, or a kept session'],
    [['transcribe', 'x.wav', '--engine', 'siri'], 'No speech engine is called "siri"'],
    [['transcribe', '--session', 'nobody', '--engine', 'groq'], 'There is no session "nobody"'],
  ])('%j is refused', async (given, message) => {
    const folder = await makeTemporaryFolder();
    const words = given.map((word) => (word === 'x.wav' ? join(folder, word) : word));
    if (given.includes('x.wav')) await writeTalk(join(folder, 'x.wav'), 1);
    const { code, stderr } = await runScrumbot(words, {
      home: join(folder, 'home'),
      environment: { GROQ_API_KEY: 'gsk_test_0123456789' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
