import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGroq, type GroqAnswer, type GroqRequest } from '../support/fake-groq.ts';
import { acknowledge, completeOnEnd, say, startScriptedTarget } from '../support/scripted-target.ts';
import { runScrumbot, type Finished } from '../support/scrumbot.ts';
import { itWith } from '../support/machine/needs.ts';
import { makeOwnEngine } from '../support/own-engine.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { writeTalk } from '../support/talk.ts';
import { readZipTexts } from '../support/zip-texts.ts';
import { findLeaks, readHome, readTables } from './support/leaks.ts';

const secrets = {
  password: 'pw/CanaryOne+71Qz8xL',
  token: 'tok_CanaryTwo-93hTs6Vb',
  header: 'CanaryThree44kLmNoPq77',
};
const groqKey = 'gsk_CanaryFour52WyXzAbCdEf';

async function makeHome(): Promise<{ home: string; wav: string }> {
  const home = await makeTemporaryFolder();
  const wav = join(await makeTemporaryFolder(), 'speech.wav');
  await writeTalk(wav, 1);
  return { home, wav };
}

const outputOf = (runs: readonly Finished[]) =>
  runs.flatMap(({ stdout, stderr }, index) => [
    { name: `stdout of run ${index}`, text: stdout },
    { name: `stderr of run ${index}`, text: stderr },
  ]);

/** A target that says back what it was told, in every way that it has. */
async function startEcho(how: 'error' | 'close' | 'status' | 'words' | 'split') {
  const { password, token, header } = secrets;
  const all = `${password} ${token} ${header}`;
  const encoded = [password, token, header].map((one) => Buffer.from(one).toString('base64')).join(' ');
  return startScriptedTarget({
    ...(how === 'status' && {
      answerUpgrade: () => ({
        status: 401,
        headers: {
          'X-Reason': all,
          location: `/login?token=${token}`,
          'WWW-Authenticate': `Basic realm="${all}"`,
        },
      }),
    }),
    onConnect(socket) {
      acknowledge(socket);
      if (how === 'error') {
        say(socket, {
          type: 'ERROR',
          error: `Bad credential: ${all}`,
          data: { [token]: encodeURIComponent(password) },
        });
        socket.send(`not JSON: ${all} ${encoded}`);
      }
      if (how === 'split')
        say(socket, {
          type: 'ERROR',
          error: Array.from(password).join(' '),
          more: `${token.slice(0, 14)}\n${token.slice(14)}`,
        });
      if (how === 'close') socket.close(4401, `bad ${password} ${token} ${header}`.slice(0, 120));
    },
    onMessage(message, socket) {
      if (how === 'words' && message.type === 'AUDIO_CHUNK') {
        const data = {
          text: `The words ${all}`,
          confidence: 1,
          timestamp: 'now',
          speaker: token,
          is_final: false,
        };
        say(socket, { type: 'TRANSCRIPTION_RESULT', data });
      }
      completeOnEnd(message, socket);
    },
  });
}

describe('the credentials of a target', () => {
  it.each(['error', 'close', 'status', 'words', 'split'] as const)(
    'are kept in one place alone when a target says them back (%s)',
    async (how) => {
      const { home, wav } = await makeHome();
      const { port } = await startEcho(how);
      const { password, token, header } = secrets;
      const url = `ws://alice:${encodeURIComponent(password)}@127.0.0.1:${port}/ws?token=${token}`;
      const run = (...words: string[]): Promise<Finished> =>
        runScrumbot(words, { home, environment: { SCRUMBOT_LOG_LEVEL: 'trace' } });
      const runs = [
        await run('targets', 'add', 'echo', '--ws', url, '--header', `X-Team: ${header}`),
        await run('targets', 'probe', 'echo', '--json'),
        await run(
          'record',
          '--input',
          `file:${wav}`,
          '--speed',
          'max',
          '--target',
          'echo',
          '--duration',
          '2',
          '--json',
        ),
        await run('record', '--input', `file:${wav}`, '--speed', 'max', '--target', url, '--duration', '1'),
        await run('events', 'list', '--json'),
        await run('events', 'export', join(home, 'export.jsonl')),
        await run('events', 'export', '--format', 'csv', join(home, 'export.csv')),
        await run('targets', 'list', '--json'),
        await run('targets', 'export', join(home, 'targets.json')),
      ];
      expect(runs[0]?.code).toBe(0);
      expect(await readFile(join(home, 'secrets.json'), 'utf8')).toContain('target:echo');
      expect(findLeaks(secrets, [...outputOf(runs), ...readHome(home), readTables(home)])).toEqual([]);
    },
  );

  it.each([
    ['targets', 'add', 'x', '--ws', 'http://alice:SECRET@example.org/?token=SECRET'],
    ['targets', 'add', 'x', '--ws', 'ws://alice:SECRET@example.org/ws'],
    ['targets', 'add', 'wss://alice:SECRET@example.org/ws'],
    ['targets', 'use', 'wss://alice:SECRET@example.org/ws?token=SECRET'],
    ['targets', 'use', 'alice:SECRET@example.org:8080/ws'],
    ['targets', 'remove', 'example.org/ws?token=SECRET'],
    ['targets', 'probe', 'ftp://alice:SECRET@example.org'],
    ['wss://alice:SECRET@example.org/ws'],
    ['record', '--input', 'wss://alice:SECRET@example.org/ws'],
    ['record', '--input', 'mic', 'wss://alice:SECRET@example.org/ws'],
    ['record', '--input', 'mic', '--target', 'alice:SECRET@example.org/ws'],
    ['record', '--input', 'mic', '--target=wss://alice:SECRET@exa mple.org'],
    ['targets', 'edit', 'x', '--header', 'Authorization Bearer SECRET'],
    [
      'targets',
      'add',
      'x',
      '--ws',
      'wss://example.org/ws',
      '--proxy',
      'http://alice:SECRET@proxy.example:3128',
    ],
    ['targets', 'add', 'x', '--ws', 'wss://example.org/ws', '--http', 'https://alice:SECRET@example.org'],
    ['targets', 'add', 'x', '--ws', 'wss://example.org/ws', '--wrong', '--login', 'alice:SECRET'],
    ['events', 'import', 'wss://alice:SECRET@example.org/ws'],
    ['bundle', '--out', 'mysql://alice:SECRET@db.example/x'],
  ])('are not said again by an error of %s %s %s %s', async (...words: string[]) => {
    const { home } = await makeHome();
    const secret = 'zQ81-canary/wordTT';
    const line = words.map((word) => word.replaceAll('SECRET', secret));
    const run = await runScrumbot([...line, '--json'], { home });
    expect(run.code).toBe(2);
    expect(findLeaks({ secret }, [...outputOf([run]), ...readHome(home)])).toEqual([]);
  });

  it('leave the settings of an older version for the place of secrets', async () => {
    const { home } = await makeHome();
    const { token, password } = secrets;
    const wsUrl = `wss://alice:${encodeURIComponent(password)}@example.invalid/ws?token=${token}`;
    await writeFile(
      join(home, 'settings.json'),
      JSON.stringify({ version: 2, targets: [{ name: 'old', wsUrl }] }),
    );
    const runs = [
      await runScrumbot(['targets', 'list', '--json'], { home }),
      await runScrumbot(['status'], { home }),
    ];
    expect(findLeaks(secrets, [...outputOf(runs), ...readHome(home)])).toEqual([]);
    expect(await readFile(join(home, 'secrets.json'), 'utf8')).toContain('target:old');
    expect(JSON.parse(runs[0]?.stdout ?? '')).toMatchObject({
      targets: expect.arrayContaining([
        expect.objectContaining({
          name: 'old',
          wsUrl: 'wss://example.invalid/ws',
          credentials: ['query', 'login'],
        }),
      ]) as unknown,
    });
  });
});

describe('the key of an engine', () => {
  const keyOf = ({ headers }: GroqRequest): string => (headers.authorization ?? '').replace('Bearer ', '');
  const answers: [string, (request: GroqRequest) => GroqAnswer][] = [
    [
      '401 that quotes it',
      (request) => ({ status: 401, body: JSON.stringify({ error: { message: `Bad ${keyOf(request)}` } }) }),
    ],
    ['400 without quotes', (request) => ({ status: 400, body: `bad key ${keyOf(request)} of you` })],
    ['500 cut off', (request) => ({ status: 500, body: `{"error":"${keyOf(request).slice(0, 20)}` })],
    ['200 that is no JSON', (request) => ({ raw: `{key: ${keyOf(request)}` })],
    ['200 that is a page', (request) => ({ raw: `<html>${keyOf(request)}` })],
    ['200 whose words are it', (request) => ({ text: `you said ${keyOf(request)} today` })],
    [
      '429 with it as a wish',
      (request) => ({
        status: 429,
        headers: { 'retry-after': keyOf(request), 'x-ratelimit-reset': keyOf(request) },
      }),
    ],
    [
      'redirect that carries it',
      (request) => ({ status: 302, headers: { location: `http://127.0.0.1:1/?key=${keyOf(request)}` } }),
    ],
  ];

  it.each(answers)('is written nowhere after %s', async (_how, answer) => {
    const { home, wav } = await makeHome();
    const groq = await startGroq(answer);
    onTestFinished(() => groq.stop());
    const environment = {
      GROQ_API_KEY: groqKey,
      SCRUMBOT_GROQ_BASE_URL: groq.url,
      SCRUMBOT_LOG_LEVEL: 'trace',
    };
    const run = (...words: string[]): Promise<Finished> => runScrumbot(words, { home, environment });
    const runs = [
      await run(
        'record',
        '--input',
        `file:${wav}`,
        '--speed',
        'max',
        '--mode',
        'direct',
        '--engine',
        'groq',
        '--json',
      ),
      await run('status', '--json'),
    ];
    expect(groq.ledger.map(({ headers }) => headers.authorization)).toContain(`Bearer ${groqKey}`);
    expect(findLeaks({ groqKey }, [...outputOf(runs), ...readHome(home), readTables(home)])).toEqual([]);
  });

  it.each([['\r\nX-Evil: 1'], ['\u202e']])(
    'is refused from the environment with %j in it, and not said',
    async (odd) => {
      const { home, wav } = await makeHome();
      const groq = await startGroq(() => ({ text: 'hello' }));
      onTestFinished(() => groq.stop());
      const environment = { GROQ_API_KEY: `${groqKey}${odd}x`, SCRUMBOT_GROQ_BASE_URL: groq.url };
      const run = await runScrumbot(
        [
          'record',
          '--input',
          `file:${wav}`,
          '--speed',
          'max',
          '--mode',
          'direct',
          '--engine',
          'groq',
          '--json',
        ],
        { home, environment },
      );
      expect(run.code).not.toBe(0);
      expect(groq.ledger).toEqual([]);
      expect(run.stderr).toContain('GROQ_API_KEY');
      expect(findLeaks({ groqKey }, [...outputOf([run]), ...readHome(home)])).toEqual([]);
    },
  );
});

describe('what other programs of this machine see', () => {
  const openaiKey = 'sk-CanaryFive80PqRsTuVw';
  const teamUrl = 'mysql://me:CanarySix66JkLmN@db.invalid/scrumbot';

  itWith(
    ['linux'],
    'holds no secret: list of processes, environment of what is started, bundles',
    async () => {
      const { home, wav } = await makeHome();
      const folder = await makeTemporaryFolder();
      const { port } = await startEcho('words');
      const { password, token, header } = secrets;
      const engine = await makeOwnEngine(
        folder,
        `env >'${folder}/env'
       ps -ewwo pid,ppid,args >'${folder}/processes'
       for each in /proc/[0-9]*; do tr '\\0' ' ' <$each/cmdline; echo; done >>'${folder}/processes' 2>/dev/null
       echo some words that are long enough for so many seconds of speech`,
      );
      const environment = {
        GROQ_API_KEY: groqKey,
        SCRUMBOT_OPENAI_API_KEY: openaiKey,
        SCRUMBOT_TEAM_URL: teamUrl,
        SOME_URI: `amqp://user:${token}@queue.invalid`,
      };
      const run = (...words: string[]): Promise<Finished> => runScrumbot(words, { home, environment });
      const url = `ws://alice:${encodeURIComponent(password)}@127.0.0.1:${port}/ws?token=${token}`;
      const added = await run('targets', 'add', 'echo', '--ws', url, '--header', `X-Team: ${header}`);
      expect(added.code).toBe(0);
      const settings = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as {
        direct?: Record<string, unknown>;
      };
      settings.direct = { ...settings.direct, engine: 'command', commandLine: engine.commandLine };
      await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
      const input = ['record', '--input', `file:${wav}`, '--speed', 'max', '--json'];
      const bundle = join(folder, 'bundle.zip');
      const runs = [
        await run(...input, '--target', 'echo', '--duration', '2'),
        await run(...input, '--mode', 'direct', '--engine', 'command'),
        await run('doctor', '--json'),
        await run('bundle', '--out', bundle, '--include', 'transcripts', '--json'),
      ];
      expect(await engine.starts()).toBeGreaterThan(0);
      expect(runs[3]?.code).toBe(0);
      const seen = await Promise.all(
        ['env', 'processes'].map(async (name) => ({
          name,
          text: await readFile(join(folder, name), 'utf8'),
        })),
      );
      // It is a list of processes, with us in it.
      expect(seen[1]?.text).toContain('--engine command');
      const entries = [...(await readZipTexts(bundle))].map(([name, text]) => ({
        name: `bundle: ${name}`,
        text,
      }));
      expect(entries.length).toBeGreaterThan(3);
      const all = { ...secrets, groqKey, openaiKey, team: 'CanarySix66JkLmN' };
      expect(
        findLeaks(all, [...seen, ...entries, ...outputOf(runs), ...readHome(home), readTables(home)]),
      ).toEqual([]);
    },
  );
});
