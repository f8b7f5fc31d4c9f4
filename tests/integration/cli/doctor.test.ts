import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { localTimeMs } from '../../../src/shared/local-time.ts';
import { jsonSchemaOf } from '../../../src/main/cli/help/json-schemas.ts';
import { withTimes } from '../../../src/shared/told-times.ts';
import type { Check } from '../../../src/shared/machine/checks.ts';
import { keepKey } from '../../../src/main/core/speech/engines/bound-key.ts';
import { createFileSecrets } from '../../../src/main/core/settings/file-secrets.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { makeOwnEngine, writeDirectSettings } from '../../support/own-engine.ts';
import { bundleOf, makeBundleHome } from '../../support/bundle-home.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { slowness } from '../../support/machine/limits.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { describeWith } from '../../support/machine/needs.ts';

const key = 'gsk_test_0123456789abcdef';
// Whatever the machine that tests has set, none of it is asked.
const noKeys = { GROQ_API_KEY: '', SCRUMBOT_OPENAI_API_KEY: '', SCRUMBOT_GROQ_BASE_URL: '' };

// What the program says of its own JSON, in every state that is asked for below.
const shapeOf = (command: string): z.ZodType =>
  z.fromJSONSchema(jsonSchemaOf(command) as Parameters<typeof z.fromJSONSchema>[0]);
const shape = shapeOf('doctor');
const failureShape = shapeOf('error');

type Asked = { code: number | null; stderr: string; stdout: string; check: Check | undefined };

/** `doctor --engine NAME --json`, and what it says of the request. */
async function ask(
  engine: string,
  options: { home?: string; environment?: NodeJS.ProcessEnv },
): Promise<Asked> {
  const { code, stdout, stderr } = await runScrumbot(['doctor', '--engine', engine, '--json'], {
    home: options.home ?? join(await makeTemporaryFolder(), 'home'),
    environment: { ...noKeys, ...options.environment },
  });
  const answer = JSON.parse(stdout) as { checks?: Check[] };
  const { error } = (answer.checks === undefined ? failureShape : shape).safeParse(answer);
  expect(error?.message ?? 'fits', stdout).toBe('fits');
  const { checks = [] } = answer;
  return { code, stdout, stderr, check: checks.find(({ id }) => id.startsWith('ask-')) };
}

describe('doctor --engine', () => {
  it('sends a ready engine one short request with speech, and says that it answered', async () => {
    const groq = await startTestGroq(() => ({ text: 'This is a test.' }));
    const home = join(await makeTemporaryFolder(), 'home');
    const environment = { ...noKeys, GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url };
    const { code, stdout, stderr } = await runScrumbot(['doctor', '--engine', 'groq'], { home, environment });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ Request to groq +answered in \d+ ms$/m);
    expect(stdout + stderr).not.toContain(key);
    expect(groq.ledger).toHaveLength(1);
    expect(groq.ledger[0]?.audioSec).toBeLessThan(4);
    expect(groq.ledger[0]?.headers.authorization).toBe(`Bearer ${key}`);

    const { code: codeAlone } = await runScrumbot(['doctor'], { home, environment });
    expect(codeAlone).toBe(0);
    expect(groq.ledger).toHaveLength(1);
  });

  it('fails when speech comes back without words', async () => {
    const groq = await startTestGroq(() => ({ text: '[BLANK_AUDIO]' }));
    const { code, check } = await ask('groq', {
      environment: { GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url },
    });
    expect(code).toBe(1);
    expect(check?.mend).toContain('answered without a word');
  });

  it('says why nothing was asked where the settings cannot be read, beside all other checks', async () => {
    const home = await makeTemporaryFolder();
    await mkdir(join(home, 'settings.json'));
    const { code, check, stdout } = await ask('groq', { home });
    expect(code).toBe(1);
    expect(check).toMatchObject({ id: 'ask-groq', status: 'fail', found: 'not known' });
    expect(check?.mend).toContain('settings.json');
    expect((JSON.parse(stdout) as { checks: Check[] }).checks.length).toBeGreaterThan(5);
  });

  it('asks with the key that is stored in the home folder', async () => {
    const groq = await startTestGroq(() => ({ text: 'This is a test.' }));
    const home = join(await makeTemporaryFolder(), 'home');
    const secrets = createFileSecrets(join(home, 'secrets.json'), {});
    await keepKey(secrets, { name: 'groq', value: key }, groq.url);
    const { code, check, stdout, stderr } = await ask('groq', {
      home,
      environment: { SCRUMBOT_GROQ_BASE_URL: groq.url },
    });
    expect(code).toBe(0);
    expect(check).toMatchObject({ id: 'ask-groq', status: 'ok', mend: null });
    expect(groq.ledger[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(stdout + stderr).not.toContain(key);
  });

  it('says where keys are made when there is none, with exit code 1 and no request', async () => {
    const groq = await startTestGroq(() => ({ text: '' }));
    const home = join(await makeTemporaryFolder(), 'home');
    const environment = { ...noKeys, SCRUMBOT_GROQ_BASE_URL: groq.url };
    const { code, stdout } = await runScrumbot(['doctor', '--engine', 'groq'], { home, environment });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^✗ Request to groq +failed\n +Groq needs a key\. .*console\.groq\.com\. Command: scrumbot .*keys set groq$/m,
    );
    expect(groq.ledger).toEqual([]);
  });

  it('asks once, and asks for another key, when the key is refused', async () => {
    const groq = await startTestGroq(() => ({ status: 401, body: `{"error": "${key} is unknown"}` }));
    const { code, check, stdout, stderr } = await ask('groq', {
      environment: { GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url },
    });
    expect(code).toBe(1);
    expect(check).toMatchObject({
      status: 'fail',
      found: 'failed',
      mend: `Groq refused the key (401). Enter a valid one. Asked: ${groq.url}/openai/v1/audio/transcriptions`,
      action: { do: 'enter-key', name: 'groq' },
    });
    expect(groq.ledger).toHaveLength(1);
    expect(stdout + stderr).not.toContain(key);
  });

  it.each(['groq', 'openai-compatible'])('says that %s cannot be reached', async (engine) => {
    const url = `http://127.0.0.1:${await portOfNobody()}`;
    const { code, check, stderr } = await ask(engine, {
      environment: {
        GROQ_API_KEY: key,
        SCRUMBOT_GROQ_BASE_URL: url,
        SCRUMBOT_OPENAI_BASE_URL: `${url}/v1`,
      },
    });
    expect(code).toBe(1);
    expect(check).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining("can't be reached") as string,
      ...(engine === 'openai-compatible' && {
        action: { do: 'change-setting', setting: 'direct.openaiBaseUrl' },
      }),
    });
    expect(stderr).toBe('');
  });

  it('sends no key to an address without encryption', async () => {
    const { code, check } = await ask('groq', {
      environment: { GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: 'http://192.0.2.1' },
    });
    expect(code).toBe(1);
    expect(check?.mend).toContain('SCRUMBOT_GROQ_BASE_URL is not encrypted.');
  });

  it('gives an engine up that does not answer in its time, and says so', async () => {
    const groq = await startTestGroq(() => ({ stall: true }));
    const home = join(await makeTemporaryFolder(), 'home');
    const timeoutSec = Math.ceil(4 * slowness);
    await writeDirectSettings(home, { timeoutSec });
    const { code, check } = await ask('groq', {
      home,
      environment: { GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url },
    });
    expect(code).toBe(1);
    expect(check?.mend).toBe(
      `Groq did not answer within ${timeoutSec} s. Asked: ${groq.url}/openai/v1/audio/transcriptions`,
    );
    expect(groq.ledger).toHaveLength(1);
  });

  it('refuses a name that no engine has with exit code 2 and the names there are', async () => {
    const { code, stdout, stderr } = await ask('siri', {});
    expect(code).toBe(2);
    expect(stderr).toMatch(/^No speech engine is called "siri"\. Known: auto, groq, .*command.*\.\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bad-input', message: stderr.trim() } });
  });
});

describeWith(['posix'], 'doctor --engine command', () => {
  async function askOwn(
    script: string | null,
    { files = {}, timeoutSec = 60 }: { files?: Record<string, string>; timeoutSec?: number } = {},
  ): Promise<Asked> {
    const folder = await makeTemporaryFolder();
    const home = join(folder, 'home');
    const own = script === null ? null : await makeOwnEngine(folder, script);
    await writeDirectSettings(home, { commandLine: own?.commandLine ?? null, timeoutSec });
    for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
    return ask('command', { home });
  }

  it('runs the program of the settings', async () => {
    const { code, check } = await askOwn('test -s "$1" && echo words');
    expect(code).toBe(0);
    expect(check).toMatchObject({ id: 'ask-command', status: 'ok' });
  });

  it.each([
    ['is not given', null, 'Needs a command line, with {wav} for the audio.'],
    ['fails', 'echo "no model" >&2; exit 3', 'ended with code 3: no model.'],
  ])('fails with 1 and the reason when the program %s', async (_, script, reason) => {
    const { code, check } = await askOwn(script);
    expect(code).toBe(1);
    expect(check).toMatchObject({ status: 'fail', mend: expect.stringContaining(reason) as string });
  });

  it('ends a program that hangs, and says after which time', async () => {
    const { code, check } = await askOwn('exec sleep 600', { timeoutSec: 1 });
    expect(code).toBe(1);
    expect(check).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('took longer than 1 s') as string,
    });
  });

  it('needs no keys, so a damaged file of keys does not keep it from running', async () => {
    const { code, check } = await askOwn('echo words', { files: { 'secrets.json': '{"groq": ' } });
    expect(check).toMatchObject({ id: 'ask-command', status: 'ok' });
    expect(code).toBe(0);
  });
});

describe('doctor with a damaged file of keys', () => {
  it('names the file and what to do, quotes nothing of it, and still shows all other checks', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    await writeDirectSettings(home, {});
    await writeFile(join(home, 'secrets.json'), `{"groq": "${key}`, { mode: 0o600 });
    const { code, check, stdout, stderr } = await ask('groq', { home });
    expect(code).toBe(1);
    expect(check).toMatchObject({ id: 'ask-groq', status: 'fail' });
    expect(check?.mend).toContain(`The file of keys ${join(home, 'secrets.json')} can't be used`);
    expect(check?.mend).toContain('delete it and enter the keys again');
    expect(stdout).toContain('"id":"runtime"');
    expect(stdout + stderr).not.toContain('gsk_');
  });
});

describe('doctor of a home folder with recordings', () => {
  it('says what a bundle of it finds, in the same words, with evidence and what to do, and exits with 1', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`);
    const { report } = await bundleOf(home, join(await makeTemporaryFolder(), 'b.zip'), {
      without: ['environment', 'events', 'logs'],
    });
    const ofRecording = report.findings.filter(({ id }) =>
      ['reconnect-storm', 'dead-source', 'permission'].includes(id),
    );
    expect(ofRecording).toHaveLength(3);
    const { code, stdout } = await runScrumbot(['doctor'], { home, environment: noKeys });
    for (const { title, evidence, next } of ofRecording) {
      expect(stdout).toContain(title);
      expect(evidence.length).toBeGreaterThan(0);
      // Each numbers what it hides by itself.
      const unnumbered = (text: string) => text.replace(/<(\w+)-\d+>/g, '<$1>');
      expect(unnumbered(stdout)).toContain(unnumbered(withTimes(evidence[0] ?? '', localTimeMs)));
      expect(stdout).toContain(`→ ${next}`);
    }
    expect(stdout).not.toContain('Xqz');
    expect(code).toBe(1);
  });

  it('says that there is nothing to look at where nothing was recorded, and leaves no database behind', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    const { stdout } = await runScrumbot(['doctor', '--json'], { home, environment: noKeys });
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      missing: ['Nothing was recorded in this data folder yet.'],
    });
    expect(await readdir(home)).not.toContain('scrumbot.db');
  });
});
