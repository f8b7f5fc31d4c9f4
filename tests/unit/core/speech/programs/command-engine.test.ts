import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createCommandEngine,
  type CommandEngineOptions,
} from '../../../../../src/main/core/speech/programs/command-engine.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { waitUntil } from '../../../../support/wait-until.ts';
import { describeWith } from '../../../../support/machine/needs.ts';

const pcm = Int16Array.of(1, -2, 3, -4);
const never = new AbortController().signal;

describeWith(['posix'], 'a command as a speech engine', () => {
  test('gets the audio as a WAV file that only this user can read, and that is gone afterwards', async () => {
    const { engine, folder } = await engineFrom('cp "$1" "$0.wav"; stat -c %a "$1"');
    const { text } = await engine.transcribe(pcm, never);
    const wav = await readFile(join(folder, 'tool.wav'));

    expect(text).toBe('600');
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.readUInt32LE(24)).toBe(16_000);
    expect(wav.readUInt32LE(40)).toBe(8);
    expect([...new Int16Array(Uint8Array.from(wav.subarray(44)).buffer)]).toEqual([1, -2, 3, -4]);
    expect((await readdir(folder)).toSorted()).toEqual(['tool', 'tool.wav']);
  });

  test('passes arguments as they are, whatever they look like to a shell', async () => {
    const { engine } = await engineFrom('echo "$1"', { arguments: ['$(id); "x"'] });
    expect((await engine.transcribe(pcm, never)).text).toBe('$(id); "x"');
  });

  test('that fails is an engine failure with its last words', async () => {
    const { engine, folder } = await engineFrom('echo first >&2; echo "no model" >&2; exit 3');
    await expect(engine.transcribe(pcm, never)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/code 3: no model\. .*another speech engine/) as string,
    });
    expect(await readdir(folder)).toEqual(['tool']);
  });

  test('that is not installed is a missing tool', async () => {
    const { engine } = await engineFrom('', { executable: '/absent/tool' });
    await expect(engine.transcribe(pcm, never)).rejects.toMatchObject({ code: 'missing-tool' });
  });

  test('that hangs is ended after its time', async () => {
    const { engine } = await engineFrom('exec sleep 60', { timeoutMs: 100 });
    await expect(engine.transcribe(pcm, never)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('longer than 0.1 s') as string,
    });
  });

  test('that writes without end is ended', async () => {
    const { engine } = await engineFrom('exec yes');
    await expect(engine.transcribe(pcm, never)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('wrote more than') as string,
    });
  });

  test('is gone when an abort has been reported', async () => {
    const { engine, folder } = await engineFrom('echo $$ > "$0.pid"; exec sleep 60');
    const abort = new AbortController();
    const heard = engine.transcribe(pcm, abort.signal);
    const pid = await waitUntil(async () => {
      const number = Number(await readFile(join(folder, 'tool.pid'), 'utf8'));
      expect(number).toBeGreaterThan(0);
      return number;
    });
    abort.abort();
    await expect(heard).rejects.toMatchObject({ name: 'AbortError' });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect((await readdir(folder)).toSorted()).toEqual(['tool', 'tool.pid']);
  });

  test('is not started when the abort came before', async () => {
    const { engine, folder } = await engineFrom('touch "$0.started"');
    await expect(engine.transcribe(pcm, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(stat(join(folder, 'tool.started'))).rejects.toThrow('ENOENT');
  });
});

/** An engine whose program is a shell script; by default it gets the audio's path and its output is the text. */
async function engineFrom(script: string, change: Partial<CommandEngineOptions> = {}) {
  const folder = await makeTemporaryFolder();
  const executable = join(folder, 'tool');
  await writeFile(executable, `#!/bin/sh\n${script}\n`);
  await chmod(executable, 0o755);
  const engine = createCommandEngine({
    name: 'test',
    executable,
    arguments: ['{wav}'],
    parse: (stdout) => ({ text: stdout.trim(), confidence: null }),
    temporaryFolder: folder,
    timeoutMs: 20_000,
    ...change,
  });
  return { engine, folder };
}
