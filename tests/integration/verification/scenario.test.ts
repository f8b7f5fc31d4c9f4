import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../../src/main/core/verification/verification.ts';
import { jsonSchemaOf } from '../../../src/main/cli/help/json-schemas.ts';
import { limits } from '../../support/machine/limits.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { checkOf, checksOf, startVerifier } from './verify.ts';

const folder = 'docs/scenarios';

/** The same with as much time as this machine may take. */
const patient = (text: string): string => text.replaceAll(/("?within"?: "?)\d+s/g, `$1${limits.waitMs}ms`);

const scenario = (steps: string): { scenarios: { file: string; text: string }[] } => ({
  scenarios: [{ file: 'own.yaml', text: `name: Own\nsteps:\n${steps}` }],
});

const failures: readonly (readonly [name: string, step: string, words: RegExp])[] = [
  [
    'what does not come',
    'expect: { type: READY, within: 200ms }',
    /^It did not come within 200 ms; what came: HELLO\.$/,
  ],
  [
    'another field',
    'expect: { type: HELLO, fields: { v: 2 }, within: 200ms }',
    /HELLO came, but v is 1, not 2\.$/,
  ],
  ['too few', 'expect: { type: HELLO, count: 2, within: 200ms }', /^1 of 2 came within 200 ms/],
  [
    'what must not come before',
    'expect: { type: READY, without: [HELLO] }',
    /^HELLO came, which must not come/,
  ],
  ['what must not come', 'expectNothing: { type: HELLO }', /^HELLO came\.$/],
  [
    'a close that does not come',
    'expect: { close: 1000, within: 200ms }',
    /^It was still open after 200 ms\.$/,
  ],
  ['a name of no connection', 'send: { type: X }\n    on: other', /^There is no connection "other" here/],
];

describe('a scenario', () => {
  it('of the documentation passes at the built-in backend, each of them, with evidence', async () => {
    const { core, verify } = await startVerifier();
    const files = (await readdir(folder)).filter((name) => !name.endsWith('.schema.json'));
    expect(files.length).toBeGreaterThan(2);
    const scenarios = await Promise.all(
      files.map(async (file) => ({ file, text: patient(await readFile(join(folder, file), 'utf8')) })),
    );
    const run = await verify({ scenarios });
    expect(run).toMatchObject({ state: 'done', passed: true });
    expect(run.phases.map(({ file, status }) => ({ file, status }))).toEqual(
      files.map((file) => ({ file, status: 'pass' })),
    );
    expect(checksOf(run, 'pass').length).toBeGreaterThan(10);
    for (const { evidence } of run.phases.flatMap(({ checks }) => checks)) {
      const events = await core.handlers['analysis.events']({ ids: evidence });
      for (const { sessionId } of events) expect(sessionId).toMatch(`verify-${run.runId}-scenario`);
    }
  });

  it('sends what it says and nothing else', async () => {
    const target = await startScriptedTarget({
      onConnect: () => undefined,
      onMessage: ({ type, n }, socket) => {
        if (type === 'ASK') socket.send(JSON.stringify({ type: 'ANSWER', data: { n } }));
      },
    });
    const { verify } = await startVerifier();
    const run = await verify({
      target: target.url,
      ...scenario(`
  - connect
  - repeat:
      times: 3
      steps:
        - send: { type: ASK, n: '{{n}}', meetingId: '{{meetingId}}' }
        - expect: { type: ANSWER, fields: { data.n: '{{n}}' } }
  - send: { type: END, list: [1, null, 0.5] }
  - close: { code: 4001 }`),
    });
    expect(run.passed).toBe(true);
    expect(target.connections).toHaveLength(1);
    const { received } = target;
    expect(received.map(({ type, n }) => [type, n])).toEqual([
      ['ASK', '1'],
      ['ASK', '2'],
      ['ASK', '3'],
      ['END', undefined],
    ]);
    expect(received[3]).toEqual({ type: 'END', list: [1, null, 0.5] });
    expect(new Set(received.slice(0, 3).map(({ meetingId }) => meetingId)).size).toBe(1);
    expect(checkOf(run, 'scenario/2.2').evidence).toHaveLength(3);
  });

  it('tells what each step came to while it goes on', async () => {
    const target = await startScriptedTarget({
      onConnect: (socket) => socket.send(JSON.stringify({ type: 'HELLO' })),
      onMessage: ({ type }, socket) => {
        if (type === 'LOOKED') socket.send(JSON.stringify({ type: 'BYE' }));
      },
    });
    const { core, verify } = await startVerifier();
    const told: string[][] = [];
    core.topics.subscribe('verification', ({ phase, steps = [] }) => {
      if (phase !== 'scenario') return;
      told.push(steps.map(({ id, status }) => `${id}: ${status}`));
      // The scenario goes on only when it was told so far.
      if (steps.length === 2) for (const socket of target.connections) socket.send('{"type":"GO"}');
    });
    const run = await verify({
      target: target.url,
      ...scenario(`  - connect\n  - expect: HELLO\n  - expect: { type: GO, within: ${limits.waitMs}ms }`),
    });
    expect(run.passed).toBe(true);
    expect(told).toContainEqual(['1: pass', '2: pass']);
  });

  it('fails by the first step that does not come out well, and does not go on', async () => {
    const target = await startScriptedTarget({
      onConnect: (socket) => socket.send(JSON.stringify({ type: 'HELLO', v: 1 })),
    });
    const { verify } = await startVerifier();
    for (const [name, step, words] of failures) {
      const run = await verify({
        target: target.url,
        ...scenario(`  - connect\n  - ${step}\n    id: that\n  - send: { type: NEVER }`),
      });
      expect(run, name).toMatchObject({ state: 'done', passed: false, summary: 'Not in order: Own.' });
      expect(checksOf(run, 'fail'), name).toEqual(['scenario/that']);
      expect(checkOf(run, 'scenario/that').found).toMatch(words);
      expect(checkOf(run, 'scenario/that').next).toMatch(/^Line 4 of own\.yaml/);
      expect(checksOf(run, 'skip'), name).toEqual(['scenario/rest']);
    }
    expect(target.received).toEqual([]);
  });

  it('tells a close of the target from a connection that broke', async () => {
    const target = await startScriptedTarget({
      onConnect: () => undefined,
      onMessage: ({ type }, socket) => (type === 'CLOSE' ? socket.close(4010, 'enough') : socket.terminate()),
    });
    const { verify } = await startVerifier();
    const after = (type: string, what: string) =>
      scenario(`  - connect\n  - send: { type: ${type} }\n  - expect: ${what}\n    id: end`);
    const closed = await verify({ target: target.url, ...after('CLOSE', '{ close: 4010 }') });
    expect(closed.passed).toBe(true);
    expect(checkOf(closed, 'scenario/end').found).toBe('The target closed it with 4010.');
    const other = await verify({ target: target.url, ...after('CLOSE', 'ANSWER') });
    expect(checkOf(other, 'scenario/end')).toMatchObject({ status: 'fail', found: /4010: enough/ });
    const broken = await verify({ target: target.url, ...after('BREAK', 'ANSWER') });
    expect(checkOf(broken, 'scenario/end').status).toBe('inconclusive');
    expect(broken.passed).toBe(false);
  });

  it('is cancelled while it waits', async () => {
    const { core, verify } = await startVerifier();
    const running = verify(scenario('  - connect\n  - expect: { type: NEVER, within: 1m }'));
    await expect
      .poll(async () => (await core.handlers['verification.current']({})).progress?.doing)
      .toBe('Line 4: NEVER');
    core.verification.cancel();
    await expect(running).resolves.toMatchObject({ state: 'cancelled', passed: false });
  });

  it('asks before it goes to a target that people work with', async () => {
    const { core, verify } = await startVerifier();
    const target = await startScriptedTarget({});
    await core.handlers['targets.add']({
      target: { name: 'live', wsUrl: target.url, isProduction: true },
      credentials: {},
    });
    await expect(verify({ target: 'live', ...scenario('  - connect') })).rejects.toMatchObject({
      action: { do: 'allow-disturbing', target: 'live' },
    });
    expect(target.upgrades).toEqual([]);
  });

  it('is reported like a run of the suite, with the command that plays it again', async () => {
    const { verify } = await startVerifier();
    const run = await verify(scenario('  - connect\n  - expect: { type: "<b>", within: 1ms }'));
    expect(documentOf(run, 'junit').text).toMatch(/failures="1".*\n.*<testsuite name="Own"/);
    expect(documentOf(run, 'junit').text).not.toContain('<b>');
    expect(documentOf(run, 'markdown').text).toMatch(
      /## Scenarios\n\n- ✓ .*verify --target built-in --scenario own\.yaml/,
    );
    expect(documentOf(run, 'markdown').text).not.toContain('## Readiness');
  });
});

describe('scrumbot verify --scenario', () => {
  it('ends with 2 for a file with a mistake, before anything is sent', async () => {
    const home = await makeTemporaryFolder();
    const file = join(home, 'wrong.yaml');
    await writeFile(file, 'steps:\n  - connect\n  - sned: { type: HANDSHAKE }\n');
    const { code, stdout, stderr } = await runScrumbot(['verify', '--scenario', file, '--json'], { home });
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:3: step 2: There is no step "sned".`);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bad-input' } });
  });

  it('ends with 3 where nobody answers', async () => {
    const home = await makeTemporaryFolder();
    const words = [
      'verify',
      '--scenario',
      `${folder}/handshake.yaml`,
      '--target',
      'ws://127.0.0.1:9/ws',
      '--json',
    ];
    const { code, stdout } = await runScrumbot(words, { home });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'unreachable', passed: false });
  });
});

it('the schema for editors is the one that the program prints', async () => {
  const file = await readFile(join(folder, 'scenario.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf('scenario'));
});
