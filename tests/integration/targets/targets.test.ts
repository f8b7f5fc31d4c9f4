import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { discoverTunnels } from '../../../src/main/core/targets/discover.ts';
import type { Core } from '../../../src/main/core/core.ts';
import { startTestCore } from '../../support/core.ts';
import { acknowledge, completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { runScrumbot } from '../../support/scrumbot.ts';

async function given(): Promise<{ home: string; core: Core; settings: () => Promise<string> }> {
  const home = join(await makeTemporaryFolder(), 'home');
  const core = await startTestCore({ home });
  return { home, core, settings: () => readFile(join(home, 'settings.json'), 'utf8') };
}

/** Answers what a probe asks, so that nothing is waited for. */
const answering: Parameters<typeof startScriptedTarget>[0] = {
  onHttp: (_request, response) => response.writeHead(404).end(),
  onMessage: (message, socket) => {
    if (message.type === 'HANDSHAKE') acknowledge(socket);
  },
};

const add = (core: Core, name: string, wsUrl: string, more: object = {}) =>
  core.handlers['targets.add']({ target: { name, wsUrl, ...more }, credentials: {} });

describe('the targets of the settings', () => {
  it('are added, changed, renamed, used and removed', async () => {
    const { core } = await given();
    await add(core, 'dev', 'wss://dev.example/ws', { notes: 'ours' });
    await core.handlers['targets.use']({ name: 'dev' });
    await core.handlers['targets.edit']({
      name: 'dev',
      change: { name: 'ec2', colour: 'amber' },
      credentials: {},
    });
    const { targets, current } = await core.handlers['targets.list']({});
    expect(current).toBe('ec2');
    expect(targets[1]).toEqual({
      name: 'ec2',
      wsUrl: 'wss://dev.example/ws',
      notes: 'ours',
      colour: 'amber',
      badge: 'amber',
      asksFirst: false,
      credentials: [],
    });
    await core.handlers['targets.remove']({ name: 'ec2', confirmed: false });
    await expect(core.handlers['targets.list']({})).resolves.toMatchObject({
      targets: [{ name: 'built-in' }],
      current: 'built-in',
    });
  });

  it('that people may be working with are removed only when that was confirmed', async () => {
    const { core } = await given();
    await add(core, 'production', 'wss://scrumbot.example/ws');
    await expect(core.handlers['targets.remove']({ name: 'production', confirmed: false })).rejects.toThrow(
      'removing it has to be confirmed',
    );
    await core.handlers['targets.remove']({ name: 'production', confirmed: true });
  });

  it.each([
    ['a name that is taken', 'dev', 'wss://x.example/ws', /already/],
    ["the built-in one's name", 'built-in', 'wss://x.example/ws', /already/],
    ['an address as its name', 'wss://x', 'wss://x.example/ws', /not an address/],
    ['an address of a web page', 'b', 'https://x.example', /Did you mean wss:\/\/x\.example\/ws\?/],
    [
      'an address without its scheme',
      'b',
      'x.example:8080',
      /"x\.example:8080" is not a WebSocket address.* Did you mean wss/,
    ],
    ['no address', 'b', ' ', /"" is not a WebSocket address/],
    ['an address in the clear', 'b', 'ws://x.example/ws', /not encrypted/],
  ])('are not added with %s', async (_what, name, wsUrl, message) => {
    const { core } = await given();
    await add(core, 'dev', 'wss://dev.example/ws');
    await expect(add(core, name, wsUrl)).rejects.toThrow(message);
  });

  it('keep their credentials with the keys, and nowhere else', async () => {
    const { core, settings } = await given();
    await core.handlers['targets.add']({
      target: { name: 'dev', wsUrl: 'wss://me:hunter2@dev.example/ws?token=tok-123' },
      credentials: { headers: { 'X-Api-Key': 'key-456' } },
    });
    expect(await settings()).not.toMatch(/hunter2|tok-123|key-456/);
    const { text } = await core.handlers['targets.export']({});
    const listed = await core.handlers['targets.list']({});
    expect(text + JSON.stringify(listed)).not.toMatch(/hunter2|tok-123|key-456/);
    expect(listed.targets[1]).toMatchObject({
      wsUrl: 'wss://dev.example/ws',
      credentials: ['query', 'login', 'X-Api-Key'],
    });
  });

  it('come back from an export, without credentials, and replace those of the same name', async () => {
    const { core } = await given();
    await add(core, 'dev', 'wss://dev.example/ws', {
      httpUrl: 'https://rest.example',
      clientType: 'chrome_extension',
    });
    await add(core, 'old', 'wss://old.example/ws');
    const { text } = await core.handlers['targets.export']({});
    await core.handlers['targets.edit']({ name: 'old', change: { notes: 'changed' }, credentials: {} });
    const other = await given();
    await expect(other.core.handlers['targets.import']({ text })).resolves.toEqual({
      added: ['dev', 'old'],
      changed: [],
    });
    await expect(core.handlers['targets.import']({ text })).resolves.toEqual({ added: [], changed: ['old'] });
  });

  it('are not imported from a file that is none of theirs or has a mistake, and stay as they were', async () => {
    type Exported = { format: string; targets: object[] };
    const files: [name: string, spoil: (file: Exported) => unknown, sentence: RegExp][] = [
      ['is a list', () => [], /not a targets file: an export of targets says "format"/],
      ['is of another program', () => ({ log: { entries: [] } }), /an export of targets says "format"/],
      ['has no targets', ({ format }) => ({ format }), /not a targets file/],
      [
        'has one twice',
        ({ format, targets }) => ({ format, targets: [...targets, ...targets] }),
        /"dev" twice/,
      ],
      [
        'has one with an address for a name',
        ({ format }) => ({ format, targets: [{ name: 'wss://x', wsUrl: 'wss://dev.example/ws' }] }),
        /name is one or a few words/,
      ],
      [
        'has one with an address of the web',
        ({ format, targets }) => ({
          format,
          targets: [...targets, { name: 'web', wsUrl: 'http://a.example' }],
        }),
        /Did you mean wss:\/\/a\.example\/ws/,
      ],
    ];
    const { core } = await given();
    await add(core, 'dev', 'wss://dev.example/ws');
    const { text } = await core.handlers['targets.export']({});
    const before = await core.handlers['targets.list']({});
    for (const [name, spoil, sentence] of files) {
      const bad = JSON.stringify(spoil(JSON.parse(text) as Exported));
      const importing = (file: string) => core.handlers['targets.import']({ text: file });
      await expect(importing(bad), name).rejects.toThrow(sentence);
      await expect(importing(bad.slice(0, -1)), name).rejects.toThrow(/not JSON/);
    }
    await expect(core.handlers['targets.list']({})).resolves.toEqual(before);
  });

  it('keep their credentials when a change of name and address is refused', async () => {
    const { core } = await given();
    const login = { credentials: { login: 'me:pw' } };
    await core.handlers['targets.add']({ target: { name: 'dev', wsUrl: 'wss://dev.example/ws' }, ...login });
    const change = { name: 'new', wsUrl: 'http://dev.example' };
    await expect(
      core.handlers['targets.edit']({ name: 'dev', change, credentials: {} }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    const { targets } = await core.handlers['targets.list']({});
    expect(targets.find(({ name }) => name === 'dev')?.credentials).toEqual(['login']);
  });
});

describe('the credentials of a target', () => {
  it('go to the target with the upgrade', async () => {
    const { core } = await given();
    const target = await startScriptedTarget(answering);
    await core.handlers['targets.add']({
      target: { name: 'dev', wsUrl: target.url },
      credentials: { login: 'me:pw', headers: { 'X-Api-Key': 'k' } },
    });
    await core.handlers['targets.probe']({ target: 'dev' });
    expect(target.upgrades[0]).toMatchObject({
      authorization: `Basic ${Buffer.from('me:pw').toString('base64')}`,
      'x-api-key': 'k',
    });
  });

  it('stay behind when the target moves to another address', async () => {
    const { core } = await given();
    const [first, second] = [await startScriptedTarget(answering), await startScriptedTarget(answering)];
    await core.handlers['targets.add']({
      target: { name: 'dev', wsUrl: first.url },
      credentials: { login: 'me:pw' },
    });
    await core.handlers['targets.edit']({ name: 'dev', change: { wsUrl: second.url }, credentials: {} });
    await expect(core.handlers['targets.probe']({ target: 'dev' })).rejects.toThrow(
      /were given for ws:\/\/127\.0\.0\.1:\d+, so they are not sent to .*, where its address is now/,
    );
    expect(second.upgrades).toEqual([]);
    await core.handlers['targets.edit']({ name: 'dev', change: {}, credentials: { login: 'me:pw2' } });
    await core.handlers['targets.probe']({ target: 'dev' });
    expect(second.upgrades[0]?.authorization).toBeDefined();
  });
});

describe('a session that is sent later', () => {
  it('brings the token that was in its address, which is nowhere but with the keys', async () => {
    const { home, core } = await given();
    const wav = join(await makeTemporaryFolder(), 'a.wav');
    await writeCounterWav(wav, 2);
    const away = await startScriptedTarget({});
    const { port } = away;
    await away.stop();
    await core.sessions.start({
      inputs: [{ kind: 'file', path: wav, speed: 'max' }],
      target: `ws://127.0.0.1:${port}/ws?token=tok-very-secret`,
    });
    const sessionId = core.sessions.current()?.summary().sessionId ?? '';
    await expect.poll(() => core.sessions.current()?.recordedSec()).toBe(2);
    await core.sessions.shutDown();
    const target = await startScriptedTarget({ port, onMessage: completeOnEnd });
    await core.delivery.send(sessionId, undefined, 'brief');
    const report = await core.sessions.show(sessionId);
    expect(target.paths).toEqual(['/ws?token=tok-very-secret']);
    expect(report).toMatchObject({ target: `ws://127.0.0.1:${port}/ws`, undelivered: 0 });
    await core.stop();
    for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'secrets.json') continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes('tok-very-secret'), entry.name).toBe(false);
    }
  });
});

describe('tunnels of ngrok', () => {
  async function startAgent(body: string): Promise<number> {
    const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }
  const tunnels = (...all: [string, string, string][]): string =>
    JSON.stringify({
      tunnels: all.map(([name, public_url, addr]) => ({
        name,
        public_url,
        proto: 'https',
        config: { addr },
      })),
    });

  it('are found at the agents of this machine, by what is behind them', async () => {
    const first = await startAgent(tunnels(['one', 'https://a.ngrok-free.app', 'http://localhost:8080']));
    const second = await startAgent(tunnels(['two', 'https://b.ngrok-free.app', 'http://localhost:5167']));
    const odd = await startAgent('<html>');
    const found = await discoverTunnels([], [first, second, odd]);
    expect(found.tunnels.map(({ service, wsUrl, httpUrl }) => ({ service, wsUrl, httpUrl }))).toEqual([
      { service: 'socket', wsUrl: 'wss://a.ngrok-free.app/ws', httpUrl: null },
      { service: 'rest', wsUrl: null, httpUrl: 'https://b.ngrok-free.app' },
    ]);
    expect(found.agents[2]).toMatchObject({ found: 'something else than an ngrok agent', tunnels: 0 });
  });

  it('that have another address now are offered to the target that had the old one', async () => {
    const port = await startAgent(tunnels(['ws', 'https://new.ngrok-free.app', 'http://localhost:8080']));
    const found = await discoverTunnels(
      [
        { name: 'team', wsUrl: 'wss://old.ngrok-free.app/ws/ws' },
        { name: 'same', wsUrl: 'wss://new.ngrok-free.app/ws' },
        { name: 'elsewhere', wsUrl: 'wss://backend.example/ws' },
      ],
      [port],
    );
    expect(found.changed).toEqual([
      {
        target: 'team',
        field: 'wsUrl',
        from: 'wss://old.ngrok-free.app/ws/ws',
        to: 'wss://new.ngrok-free.app/ws/ws',
      },
    ]);
  });
});

// Six starts of the program one after another, on a machine that may be busy.
describe('on the command line', () => {
  it('targets are added, listed and removed, and a mistyped address is answered with a proposal', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    const run = (...words: string[]) =>
      runScrumbot(['targets', ...words], { home, environment: { MY_KEY: 'sekrit' } });
    const added = await run(
      'add',
      'dev',
      '--ws',
      'wss://dev.example',
      '--header',
      'X-Api-Key: env:MY_KEY',
      '--ca',
      'ca.pem',
    );
    expect(added).toMatchObject({ code: 0 });
    expect(added.stderr).toContain('Did you mean wss://dev.example/ws?');
    const { stdout } = await run('list', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      targets: [
        { name: 'built-in' },
        { name: 'dev', credentials: ['X-Api-Key'], caFile: join(process.cwd(), 'ca.pem') },
      ],
    });
    const bad = await run('add', 'b', '--ws', 'http://localhost:5167');
    expect(bad).toMatchObject({ code: 2, stdout: '' });
    expect(bad.stderr).toContain('Did you mean ws://localhost:8080/ws?');
    expect(JSON.parse((await run('export', '-')).stdout)).toMatchObject({ targets: [{ name: 'dev' }] });
    expect((await run('remove', 'dev')).code).toBe(2);
    expect(await run('remove', 'dev', '--yes')).toMatchObject({ code: 0, stdout: 'Removed dev.\n' });
  });

  it.each([
    ['wss://backend.example/ws#x', 'wss://backend.example/ws'],
    ['ws://localhost:99999/ws', 'ws://localhost:8080/ws'],
    ['wss://me:pa ss@backend.example/ws', 'wss://backend.example/ws'],
  ])('nothing is recorded for %s', async (address, proposal) => {
    const home = join(await makeTemporaryFolder(), 'home');
    const wav = join(await makeTemporaryFolder(), 'a.wav');
    await writeCounterWav(wav, 1);
    const { code, stderr } = await runScrumbot(['record', '--input', `file:${wav}`, '--target', address], {
      home,
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${proposal}?`);
    expect(stderr).not.toContain('pa ss');
    await expect(readdir(join(home, 'recordings'))).rejects.toThrow();
  });
});
