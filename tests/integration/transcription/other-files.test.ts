import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { voice, writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const seconds = 12.34;

/** In ffmpeg's part: it tells of a file what ffmpeg does, and hands out sound that the test knows. */
async function fakeFfmpeg(folder: string): Promise<string> {
  await mkdir(folder);
  const pcm = voice(seconds, 120);
  await writeFile(join(folder, 'sound'), new Uint8Array(pcm.buffer));
  const script = `#!/bin/sh
echo "$@" >>'${folder}/asked'
case "$*" in
  *half*pipe:1) head -c 320000 '${folder}/sound'; echo "Invalid data found when processing input" >&2; exit 1;;
  *pipe:1) cat '${folder}/sound';;
  *silent*) echo "  Stream #0:0: Video: h264" >&2; exit 1;;
  *) echo "  Duration: 00:00:12.34, start: 0.000000" >&2; echo "  Stream #0:0(und): Audio: aac (LC)" >&2; exit 1;;
esac
`;
  await writeFile(join(folder, 'ffmpeg'), script);
  await chmod(join(folder, 'ffmpeg'), 0o755);
  return folder;
}

async function given() {
  const folder = await makeTemporaryFolder();
  const m4a = Buffer.from(`\u0000\u0000\u0000\u0020ftypM4A ${'x'.repeat(400)}`);
  const [whole, half, silent, wav] = ['-x m4a: 1.m4a', 'half.m4a', 'silent.mp4', 'a.wav'].map((name) =>
    join(folder, name),
  );
  await writeFile(whole ?? '', m4a);
  await copyFile(whole ?? '', half ?? '');
  await copyFile(whole ?? '', silent ?? '');
  await writeTalk(wav ?? '', 1);
  const groq = await startTestGroq((_request, index) => ({ text: `Number ${index} is said.` }));
  const bin = await fakeFfmpeg(join(folder, 'bin'));
  const run = (words: string[], path: string) =>
    runScrumbot(['transcribe', ...words, '--engine', 'groq', '--json'], {
      home: join(folder, 'home'),
      environment: { PATH: path, GROQ_API_KEY: 'gsk_test_0123456789', SCRUMBOT_GROQ_BASE_URL: groq.url },
    });
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  return { whole: whole ?? '', half: half ?? '', silent: silent ?? '', wav: wav ?? '', path, run };
}

describeWith(['posix'], 'a file that is no WAV file', () => {
  it('is read by ffmpeg, to the sample, whatever its name; several files are one list', async () => {
    const { whole, half, silent, wav, path, run } = await given();
    const one = await run([whole], path);
    expect(one.code).toBe(0);
    const report = JSON.parse(one.stdout) as SessionReport;
    expect(report).toMatchObject({ text: 'Number 0 is said.', state: 'ended' });
    expect(report.tracks[0]?.samples).toBe(Math.round(seconds * 16_000));

    const all = await run([whole, half, silent, wav], path);
    expect(all.code).toBe(2);
    const list = JSON.parse(all.stdout) as {
      file: string;
      text?: string;
      seconds?: number;
      error?: { message: string };
    }[];
    expect(list.map(({ file }) => file)).toEqual([whole, half, silent, wav]);
    expect(list.map(({ text }) => text?.replace(/\d/, 'N'))).toEqual([
      'Number N is said.',
      'Number N is said.',
      undefined,
      'Number N is said.',
    ]);
    expect(list[1]?.seconds).toBe(10);
    expect(list[2]?.error?.message).toContain('ffmpeg finds no sound in it');
    expect(all.stderr).toContain("ffmpeg couldn't read half.m4a to its end: Invalid data found");
  });

  it('is refused with how to get ffmpeg where that is not installed', async () => {
    const { whole, run } = await given();
    const { code, stdout } = await run([whole], '/nowhere');
    expect(code).toBe(2);
    expect(stdout).toContain('With ffmpeg installed');
  });
});
