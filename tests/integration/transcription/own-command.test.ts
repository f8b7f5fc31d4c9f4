import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { DirectSettings } from '../../../src/shared/settings/parts/direct-settings.ts';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import type { Action } from '../../../src/shared/words/actions.ts';
import { startTestCore } from '../../support/core.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { makeOwnEngine, writeDirectSettings, type OwnEngine } from '../../support/own-engine.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

// Long enough for 18 s of speech.
const rest = 'of a program that writes down all that was said in the meeting.';

type Given = { folder: string; home: string; wav: string; own: OwnEngine; core: Core };

/** A core whose engine `command` is a shell script: in it, `$1` is the audio and `$n` the number of the start. */
async function given(
  script: string,
  options: { segments?: number; direct?: Partial<DirectSettings> } = {},
): Promise<Given> {
  const folder = await makeTemporaryFolder();
  const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
  await writeTalk(wav, options.segments ?? 2);
  const own = await makeOwnEngine(folder, script);
  await writeDirectSettings(home, { commandLine: own.commandLine, engine: 'command', ...options.direct });
  // Waits between tries are short on a clock that runs fast.
  const core = await startTestCore({ home, clock: createFastClock(50) });
  return { folder, home, wav, own, core };
}

async function record({ core, wav }: Pick<Given, 'core' | 'wav'>): Promise<{
  report: SessionReport;
  problem: string | null;
  action: Action | null;
}> {
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path: wav, speed: 'max' }],
    mode: 'direct',
  });
  const failure = await core.sessions.ended();
  return {
    report: await core.sessions.show(sessionId),
    problem: failure?.message ?? null,
    action: failure?.action ?? null,
  };
}

describeWith(['posix'], 'a session with the engine "command" of the settings', () => {
  it('makes lines of what the program prints, one start a segment, for nothing', async () => {
    const all = await given(
      'printf "Start $n,\\n\\n it is  said by the program that was started for it and for nothing else. \\n"',
    );
    const { report, problem } = await record(all);
    expect(problem).toBeNull();
    expect(report).toMatchObject({ mode: 'direct', engine: 'command', state: 'ended', reason: null });
    expect(report.text).toBe(
      [1, 2]
        .map((n) => `Start ${n}, it is said by the program that was started for it and for nothing else.`)
        .join(' '),
    );
    expect(report.transcripts[0]).toMatchObject({ engine: 'command', segments: 2, done: 2, costUsd: 0 });
    expect(await all.own.starts()).toBe(2);
    // The program told no times: a line has those of its segment.
    const [first, second] = report.transcript;
    expect(first).toMatchObject({ speaker: 'system', flags: [] });
    expect(first?.startSec).toBeLessThan(1.5);
    expect(second?.startSec).toBeGreaterThan(first?.endSec ?? Number.POSITIVE_INFINITY);
    expect(second?.endSec).toBeLessThanOrEqual(report.seconds);
  });

  it('gives the program 16 kHz mono WAV with the speech in it, and removes it afterwards', async () => {
    const all = await given('cp "$1" "$0.$n.wav"; echo "$1" >>"$0.paths"; echo heard');
    await record(all);
    const wav = await readFile(join(all.folder, 'own-engine.1.wav'));
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 16_000, 16]);
    const seconds = wav.readUInt32LE(40) / 32_000;
    expect(seconds).toBeGreaterThan(17);
    expect(seconds).toBeLessThan(20);
    const paths = (await readFile(join(all.folder, 'own-engine.paths'), 'utf8')).trim().split('\n');
    expect(paths).toHaveLength(2);
    for (const path of paths) await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('names the speech for which the program printed no word, and goes on', async () => {
    const { report, problem } = await record(await given('[ $n = 1 ] || echo "Only the second."'));
    expect(problem).toContain("1 of 2 segments couldn't be transcribed");
    expect(report.transcripts[0]).toMatchObject({ done: 1, parked: 1 });
    expect(report.text).toBe('Only the second.');
  });

  it('tries again when the program fails once, and loses nothing', async () => {
    const all = await given(`[ $n != 1 ] || { echo busy >&2; exit 1; }; echo "Start $n ${rest}"`);
    const { report, problem } = await record(all);
    expect(problem).toBeNull();
    expect(report.text).toBe(`Start 2 ${rest} Start 3 ${rest}`);
    expect(report.events.byType).toMatchObject({ 'segment.failed': 1, 'segment.transcribed': 2 });
  });

  it('tries a segment five times, sets it aside with the last words of the program, and goes on', async () => {
    const all = await given(`[ $n -gt 5 ] || { echo "no model" >&2; exit 3; }; echo "Start $n ${rest}"`);
    const { report, problem, action } = await record(all);
    expect(await all.own.starts()).toBe(6);
    expect(problem).toContain("1 of 2 segments couldn't be transcribed: ");
    expect(problem).toContain('ended with code 3: no model.');
    expect(action).toEqual({ do: 'transcribe-session', sessionId: report.sessionId });
    expect(report).toMatchObject({ state: 'ended', text: `Start 6 ${rest}` });
    expect(report.transcripts[0]).toMatchObject({ done: 1, parked: 1, waiting: 0 });

    // Somebody fixed it: only what was set aside is tried again.
    const { done } = await all.core.transcription.transcribe(report.sessionId, {
      engine: undefined,
      isAnew: false,
    });
    await done;
    const after = await all.core.sessions.show(report.sessionId);
    expect(await all.own.starts()).toBe(7);
    expect(after).toMatchObject({ reason: null, text: `Start 7 ${rest} Start 6 ${rest}` });
  });

  it('ends a program that hangs, and tries again', async () => {
    const all = await given(
      `[ $n != 1 ] || { echo $$ >"$0.pid"; exec sleep 600; }; echo "Start $n ${rest}"`,
      {
        segments: 1,
        direct: { timeoutSec: 2 },
      },
    );
    const { report, problem } = await record(all);
    expect(problem).toBeNull();
    expect(report.text).toBe(`Start 2 ${rest}`);
    expect(report.events.byType).toMatchObject({ 'segment.failed': 1, 'segment.transcribed': 1 });
    const pid = Number(await readFile(join(all.folder, 'own-engine.pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('ends a program that hangs when the transcription is cancelled', async () => {
    const all = await given('echo $$ >"$0.pid"; exec sleep 600', { segments: 1 });
    const { sessionId } = await all.core.sessions.start({
      inputs: [{ kind: 'file', path: all.wav, speed: 'max' }],
      mode: 'capture-only',
    });
    await all.core.sessions.ended();
    await all.core.handlers['transcripts.start']({ sessionId, engine: 'command', isAnew: false });
    const pidOf = async (): Promise<number> =>
      Number(await readFile(join(all.folder, 'own-engine.pid'), 'utf8').catch(() => '0'));
    await expect.poll(pidOf).toBeGreaterThan(0);
    const pid = await pidOf();
    await all.core.handlers['transcripts.cancel']({ sessionId });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('keeps the audio when there is no such program, and transcribes it once the settings are right', async () => {
    const all = await given(`echo "Start $n ${rest}"`, {
      direct: { commandLine: ['/absent/program', '{wav}'] },
    });
    const { report, problem } = await record(all);
    expect(problem).toContain('/absent/program was not found. Correct the command line.');
    expect(report.seconds).toBeGreaterThan(40);
    expect(report.transcripts[0]).toMatchObject({ segments: 2, done: 0, parked: 0, waiting: 2 });

    // In the file: no page may name a program to be run.
    await writeDirectSettings(all.home, { commandLine: all.own.commandLine });
    const { done } = await all.core.transcription.transcribe(report.sessionId, {
      engine: undefined,
      isAnew: false,
    });
    await done;
    expect(await all.core.sessions.show(report.sessionId)).toMatchObject({
      reason: null,
      text: `Start 1 ${rest} Start 2 ${rest}`,
    });
  });

  it('looks for a program by name where the environment of the app says', async () => {
    const all = await given(`echo "Start $n ${rest}"`, {
      segments: 1,
      direct: { commandLine: ['own-engine', '{wav}'] },
    });
    await all.core.stop();
    const core = await startTestCore({
      home: all.home,
      environment: { PATH: `${all.folder}:/usr/bin:/bin` },
    });
    const { report, problem } = await record({ core, wav: all.wav });
    expect(problem).toBeNull();
    expect(report.text).toBe(`Start 1 ${rest}`);
  });
});

describeWith(['posix'], 'transcribe --engine command', () => {
  it('prints the words of the program of the settings, and ends with 4 and a sentence when it fails', async () => {
    const folder = await makeTemporaryFolder();
    const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
    await writeTalk(wav, 1);
    const own = await makeOwnEngine(
      folder,
      'echo "It is said by the program of the settings, all of it and right to the very end."',
    );
    await writeDirectSettings(home, { commandLine: own.commandLine });
    const good = await runScrumbot(['transcribe', wav, '--engine', 'command'], { home });
    expect(good).toEqual({
      code: 0,
      stdout: 'It is said by the program of the settings, all of it and right to the very end.\n',
      stderr: '',
    });

    await writeDirectSettings(home, { commandLine: [join(folder, 'gone'), '{wav}'] });
    const bad = await runScrumbot(['transcribe', wav, '--engine', 'command'], { home });
    expect(bad.code).toBe(4);
    expect(bad.stderr).toContain(`${join(folder, 'gone')} was not found.`);
  });
});

describe('a damaged file of keys', () => {
  it('keeps no meeting from being recorded: there are no words until it is fixed', async () => {
    const folder = await makeTemporaryFolder();
    const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
    await writeTalk(wav, 1);
    await mkdir(home);
    await writeFile(join(home, 'secrets.json'), '{"groq": "gsk_');
    const core = await startTestCore({ home, environment: { PATH: '/nowhere' } });
    const { report, problem } = await record({ core, wav });
    expect(problem).toContain('The audio is kept and can be transcribed later.');
    expect(report).toMatchObject({ state: 'ended', text: '' });
    expect(report.seconds).toBeGreaterThan(20);
    const { engines } = await core.handlers['engines.list']({});
    expect(engines.find(({ name }) => name === 'groq')).toMatchObject({
      state: 'needs-setup',
      sentence: expect.stringContaining('delete it and enter the keys again') as string,
    });
  });
});
