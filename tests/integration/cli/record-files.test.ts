import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { builtProgram } from '../../support/built.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { itWith } from '../../support/machine/needs.ts';
import { removeFolder } from '../../support/remove-folder.ts';
import { runScrumbot, startScrumbot, type Finished } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { buildWav, bytesOf, readTrackWav } from '../../support/wav.ts';

const keep = ['--speed', 'max', '--mode', 'capture-only', '--json'];

async function recordFile(content: Uint8Array): Promise<Finished & { report: SessionReport; home: string }> {
  const folder = await makeTemporaryFolder();
  const [home, path] = [join(folder, 'home'), join(folder, 'meeting.wav')];
  await writeFile(path, content);
  const finished = await runScrumbot(['record', '--input', `file:${path}`, ...keep], { home });
  return { ...finished, report: JSON.parse(finished.stdout) as SessionReport, home };
}

describe('recording a file', () => {
  it('that holds less than it promises keeps what there is, tells the rest and exits with 2', async () => {
    const pcm = new Int16Array(32_000).map((_zero, i) => (i % 32) * 300);
    const wav = buildWav({ rateHz: 16_000, data: bytesOf(pcm), claimedDataBytes: 2 * 80_000 });
    const { code, stderr, report } = await recordFile(wav);
    expect(code).toBe(2);
    expect(stderr).toContain('meeting.wav is 3.0 s shorter than its header says');
    expect(report.tracks[0]?.samples).toBe(32_000);
    expect(report.tracks[0]?.gaps).toEqual([{ atSec: 2, lengthSec: 3, reason: 'file-short' }]);
    expect(report.receipt.notes.join()).toContain('the file is shorter than its header says');
  });

  it('of zeros ends with a warning, a note and exit code 1', async () => {
    const { code, stderr, report } = await recordFile(
      buildWav({ rateHz: 16_000, data: Buffer.alloc(2 * 48_000) }),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Warning: No sound from system audio: every sample is zero. The file itself/);
    expect(report.receipt.notes.join()).toContain('every sample is zero');
    // Kept as a code: whoever reads the session later knows it whatever words say it then.
    expect(report.reasons?.map(({ code: said }) => said)).toEqual(['silence.zeros']);
  });

  itWith(['linux'], 'comes through standard input, and by a name that is no UTF-8', async () => {
    const { home, path, samples } = await makeCounterHome(2);
    const folder = await makeTemporaryFolder();
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('caf\xe9.wav', 'latin1')]),
      await readFile(path),
    );
    const odd = `for f in "$2"/caf*; do "$0" "$1" record --input "file:$f" ${keep.join(' ')}; done`;
    const piped = `cat "$2" | "$0" "$1" record --input file:- ${keep.join(' ')}`;
    for (const [script, argument] of [
      [odd, folder],
      [piped, path],
    ] as const) {
      const child = spawn('sh', ['-c', script, process.execPath, builtProgram, argument], {
        env: { ...process.env, SCRUMBOT_HOME: home },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let stdout = '';
      for await (const text of child.stdout.setEncoding('utf8')) stdout += String(text);
      const report = JSON.parse(stdout) as SessionReport;
      expect(await readTrackWav(join(home, report.tracks[0]?.path ?? ''))).toEqual(samples);
    }
  });
});

describe('recording what is piped in', () => {
  it('goes on for as long as it comes, and ends cleanly at Ctrl-C', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    const running = startScrumbot(['record', '--input', '-', '--mode', 'capture-only', '--json'], {
      home,
      stdin: 'pipe',
    });
    const { stdin } = running.process;
    // Its end is the recorder's business.
    stdin?.on('error', () => undefined);
    const head = buildWav({ rateHz: 16_000, data: new Uint8Array(), claimedDataBytes: 0xffff_ffff });
    const pcm = new Int16Array(16_000).map((_zero, i) => (i % 32) * 300);
    stdin?.write(Buffer.concat([head, bytesOf(pcm)]));
    const track = async (): Promise<number> => {
      const [id = ''] = await readdir(join(home, 'recordings')).catch(() => []);
      const found = await stat(join(home, 'recordings', id, 'system.wav')).catch(() => null);
      return found?.size ?? 0;
    };
    // All that has come is on the disk, and more may come.
    await expect.poll(track).toBe(44 + pcm.byteLength);
    running.process.kill('SIGINT');
    const { code, stdout } = await running.finished;
    const report = JSON.parse(stdout) as SessionReport;
    expect(code).toBe(130);
    expect(report).toMatchObject({ state: 'ended', tracks: [{ samples: 16_000, gaps: [] }] });
    expect(await readTrackWav(join(home, report.tracks[0]?.path ?? ''))).toEqual(pcm);
  });
});

describe('a running recording', () => {
  it('cannot be deleted by another process, and one whose folder is deleted is all there at the end', async () => {
    const { home, path } = await makeCounterHome(120);
    const running = startScrumbot(['record', '--input', `file:${path}`, '--mode', 'capture-only', '--json'], {
      home,
    });
    const recordings = join(home, 'recordings');
    await expect.poll(() => readdir(recordings).catch(() => [])).toHaveLength(1);
    const [id = ''] = await readdir(recordings);
    const { code, stderr } = await runScrumbot(['sessions', 'delete', id], { home });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is recording this session') as string,
    });
    await removeFolder(join(recordings, id));
    await expect.poll(() => readdir(recordings)).toEqual([`${id}.1`]);
    running.process.kill('SIGINT');
    const { stdout, stderr: said } = await running.finished;
    const report = JSON.parse(stdout) as SessionReport;
    expect(said).toContain('was deleted while it was being written. Nothing was lost');
    expect(report.tracks[0]?.path).toBe(`recordings/${id}.1/system.wav`);
    const kept = await readTrackWav(join(recordings, `${id}.1`, 'system.wav'));
    const original = await readTrackWav(path);
    expect(kept).toEqual(original.subarray(0, kept.length));
    expect(kept.length).toBe(report.tracks[0]?.samples);
  });
});
