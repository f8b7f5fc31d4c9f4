import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import type { StoredEvent } from '../../../src/shared/events/events.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { removeFolder } from '../../support/remove-folder.ts';

let folder = '';
let home = '';
let wavPath = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrumbot-test-'));
  home = join(folder, 'home');
  wavPath = join(folder, 'counter.wav');
  await writeCounterWav(wavPath, 1);
});
afterAll(() => removeFolder(folder));

async function record(title: string): Promise<SessionReport> {
  const { stdout } = await runScrumbot(
    [
      'record',
      '--input',
      `file:${wavPath}`,
      '--speed',
      'max',
      '--mode',
      'capture-only',
      '--title',
      title,
      '--json',
    ],
    { home },
  );
  return JSON.parse(stdout) as SessionReport;
}

describe('sessions', () => {
  it('are listed, shown, exported and deleted with everything that belongs to them', async () => {
    const { sessionId } = await record('Planning');
    const listed = await runScrumbot(['sessions', 'list'], { home });
    expect(listed.stdout).toContain('Planning');
    const shown = await runScrumbot(['sessions', 'show', sessionId], { home });
    expect(shown.stdout).toMatch(/Planning\n {2}session {3}.*\(ended\)/);

    const out = join(folder, 'out.wav');
    const exported = await runScrumbot(['sessions', 'export', sessionId, '--format', 'wav', '--out', out], {
      home,
    });
    expect(exported.code).toBe(0);
    const track = await readFile(join(home, `recordings/${sessionId}/system.wav`));
    expect((await readFile(out)).equals(track)).toBe(true);
    const text = await runScrumbot(['sessions', 'export', sessionId, '--format', 'vtt', '--out', '-'], {
      home,
    });
    expect(text.stdout).toBe('WEBVTT\n');
    const noFile = await runScrumbot(['sessions', 'export', sessionId, '--format', 'wav'], { home });
    expect(noFile).toMatchObject({ code: 2, stderr: 'Audio needs a file: add --out meeting.wav\n' });

    expect((await runScrumbot(['sessions', 'delete', sessionId], { home })).code).toBe(0);
    await expect(stat(join(home, `recordings/${sessionId}`))).rejects.toThrow('ENOENT');
    const events = await runScrumbot(['events', 'list', '--session', sessionId, '--json'], { home });
    expect(JSON.parse(events.stdout)).toEqual([]);
    expect((await runScrumbot(['sessions', 'delete', sessionId], { home })).code).toBe(2);
  });
});

describe('events', () => {
  it('are listed newest first and exported oldest first with the same count', async () => {
    const { sessionId, events } = await record('Events');
    const listed = await runScrumbot(['events', 'list', '--session', sessionId, '--json'], { home });
    const rows = JSON.parse(listed.stdout) as StoredEvent[];
    expect(rows).toHaveLength(events.total);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((row) => row.seq).sort((a, b) => b - a));

    const file = join(folder, 'events.jsonl');
    await runScrumbot(['events', 'export', file, '--session', sessionId], { home });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as StoredEvent)).toEqual(rows.toReversed());

    const csv = await runScrumbot(['events', 'export', '--format', 'csv', '--session', sessionId], { home });
    expect(csv.stdout.split('\r\n').filter((line) => line !== '')).toHaveLength(events.total + 1);
  });

  it('are filtered by type and age', async () => {
    await record('Filtered');
    const byType = await runScrumbot(['events', 'list', '--type', 'session.ended', '--json'], { home });
    const types = (JSON.parse(byType.stdout) as StoredEvent[]).map((event) => event.type);
    expect(types.length).toBeGreaterThan(0);
    expect(new Set(types)).toEqual(new Set(['session.ended']));
    const wrong = await runScrumbot(['events', 'list', '--since', 'yesterday'], { home });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('90s, 15m, 1h or 7d') as string });
  });

  it('are followed by tail while another process stores them, until Ctrl-C', async () => {
    const tail = startScrumbot(['events', 'tail', '--type', 'session.ended', '--json'], { home });
    let sessionId = '';
    await expect
      .poll(async () => {
        ({ sessionId } = await record('Followed'));
        return tail.stdout();
      })
      .not.toBe('');
    await expect.poll(() => tail.stdout()).toContain(sessionId);
    tail.process.kill('SIGINT');
    expect((await tail.finished).code).toBe(0);
  });
});

describe('doctor', () => {
  it('says what there is and how to fix what is not, as text and as JSON', async () => {
    const text = await runScrumbot(['doctor'], { home });
    expect(text.stdout).toMatch(/✓ Node +24/);
    const { code, stdout } = await runScrumbot(['doctor', '--json'], { home });
    const { checks } = JSON.parse(stdout) as {
      checks: { id: string; status: string; mend: string | null }[];
    };
    expect(code).toBe(0);
    expect(checks.map((check) => check.id)).toEqual(
      expect.arrayContaining([
        'runtime',
        'home',
        'disk',
        'system',
        'microphone',
        'engine-pocketsphinx',
        'electron',
      ]),
    );
    for (const check of checks) if (check.status !== 'ok') expect(check.mend).not.toBeNull();
  });

  it('fails with 1 where the home folder cannot be used', async () => {
    const { code, stdout } = await runScrumbot(['doctor', '--json', '--home', wavPath], { home });
    expect(code).toBe(1);
    expect(stdout).toContain('Choose a data folder that you can write to.');
  });
});

describe('a home folder that cannot be used', () => {
  it('is told in a sentence, with exit code 5', async () => {
    const { code, stderr } = await runScrumbot(['sessions', 'list', '--home', join(wavPath, 'below')], {
      home,
    });
    expect(code).toBe(5);
    expect(stderr).toContain("can't be made: there is something of that name that is not a folder.");
    expect(stderr).not.toContain('    at ');
  });
});
