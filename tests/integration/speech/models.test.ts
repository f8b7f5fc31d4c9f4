import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../../../src/main/core/network/network.ts';
import { createSpeechModels } from '../../../src/main/core/speech/models/model-store.ts';
import { modelHandlers } from '../../../src/main/core/transcription/model-handlers.ts';
import { networkSettingsSchema } from '../../../src/shared/settings/network.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const content = randomBytes(3_000_000);
const model = {
  name: 'test',
  languages: 'one',
  bytes: content.length,
  licence: 'MIT',
  sha256: createHash('sha256').update(content).digest('hex'),
  file: 'ggml-test.bin',
};

type Serve = (request: IncomingMessage, response: ServerResponse, index: number) => void;

/** A mirror on this machine, with a ledger of the ranges that it was asked for. */
async function startMirror(serve: Serve) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    serve(request, response, ranges.push(request.headers.range) - 1);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`, ranges };
}

const whole: Serve = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from === 0) response.writeHead(200, { 'content-length': content.length }).end(content);
  else
    response
      .writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` })
      .end(content.subarray(from));
};

async function given(serve: Serve, proxy = 'auto') {
  const home = await makeTemporaryFolder();
  const mirror = await startMirror(serve);
  const progress: number[] = [];
  const network = createNetwork({
    environment: {},
    settings: () => Promise.resolve(networkSettingsSchema.parse({ proxy })),
  });
  const models = createSpeechModels({
    home,
    network,
    readSettings: () => Promise.resolve({ modelMirror: mirror.url }),
    catalogue: [model],
    onChange: () => undefined,
  });
  const stop = new AbortController();
  const get = () => models.get('test', { signal: stop.signal, onProgress: (bytes) => progress.push(bytes) });
  const path = join(home, 'models', model.file);
  return { home, models, get, stop, path, progress, ...mirror };
}

describe('the download of a model', () => {
  it('tells how far it is, is checked, and is asked for once', async () => {
    const { models, get, path, progress, ranges } = await given(whole);
    expect(await models.list()).toMatchObject([{ name: 'test', state: 'not-there', storedBytes: 0 }]);
    expect(await get()).toMatchObject({ state: 'ready', storedBytes: content.length });
    expect(content.equals(await readFile(path))).toBe(true);
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(content.length);
    await get();
    expect(ranges).toEqual([undefined]);
    await models.remove('test');
    expect(await models.list()).toMatchObject([{ state: 'not-there', storedBytes: 0 }]);
  });

  it('goes on where it broke off, and says so', async () => {
    const { get, models, path, ranges } = await given((request, response, index) => {
      if (index > 0) whole(request, response, index);
      else {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 1_000_000), () => response.destroy());
      }
    });
    await expect(get()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('continues from there') as string,
    });
    const [{ storedBytes, state } = { storedBytes: 0, state: '' }] = await models.list();
    expect(state).toBe('partial');
    await get();
    expect(ranges).toEqual([undefined, `bytes=${storedBytes}-`]);
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it('goes through the proxy of the settings, by itself where nothing is encrypted', async () => {
    const proxy = await startConnectProxy();
    const { get, path, url } = await given(whole, proxy.url);
    await get();
    expect(proxy).toMatchObject({ passed: [`${url}${model.file}`], asked: [] });
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it.each<[string, { login?: string; refuse?: number }, string]>([
    ['wants a login', { login: 'me:pw' }, 'wants a login (HTTP 407)'],
    ['is away', {}, 'is not running, or its port is wrong'],
  ])('names the proxy, and not the mirror, when that %s', async (what, script, words) => {
    const proxy = await startConnectProxy(script);
    const url = what === 'is away' ? `http://127.0.0.1:${await portOfNobody()}` : proxy.url;
    const { get } = await given(whole, url);
    await expect(get()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`the proxy ${url} ${words}`) as string,
    });
  });

  it('begins anew where a server knows no ranges', async () => {
    const { home, get, path } = await given((_request, response) => {
      response.writeHead(200).end(content);
    });
    await mkdir(join(home, 'models'));
    await writeFile(`${path}.part`, 'something else');
    await get();
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it.each<[string, Serve, string]>([
    [
      'another file',
      (_request, response) => response.writeHead(200).end(randomBytes(content.length)),
      'engine-failed',
    ],
    [
      'a larger file',
      (_request, response) => response.writeHead(200).end(Buffer.concat([content, content])),
      'engine-failed',
    ],
    ['a web page', (_request, response) => response.writeHead(200).end('<html>log in</html>'), 'unreachable'],
    ['nothing there', (_request, response) => response.writeHead(404).end(), 'unreachable'],
    [
      'a circle',
      (_request, response) => response.writeHead(302, { location: '/models/' }).end(),
      'unreachable',
    ],
  ])('never puts %s in the place of the model', async (_what, serve, code) => {
    const { home, get } = await given(serve);
    await expect(get()).rejects.toMatchObject({ code });
    expect(await readdir(join(home, 'models'))).not.toContain(model.file);
  });

  it('can be stopped, keeps what came, and is refused for a second time at once', async () => {
    const { get, stop, models } = await given((_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 500_000));
    });
    const first = get();
    await expect.poll(async () => (await models.list())[0]?.storedBytes).toBe(500_000);
    await expect(get()).rejects.toMatchObject({ code: 'busy' });
    await expect(models.remove('test')).rejects.toMatchObject({ code: 'busy' });
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'interrupted' });
    expect(await models.list()).toMatchObject([{ state: 'partial', storedBytes: 500_000 }]);
  });

  it('answers a page once bytes come, and keeps what ended it early until it is asked for again', async () => {
    const rest = Promise.withResolvers<ServerResponse>();
    const { models } = await given((request, response, index) => {
      if (index > 0) {
        whole(request, response, index);
        return;
      }
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 500_000), () => {
        rest.resolve(response);
      });
    });
    const handlers = modelHandlers(models);
    expect(await handlers['engines.getModel']({ name: 'test' })).toEqual({});
    expect(await handlers['engines.models']({})).toMatchObject([{ state: 'downloading', problem: null }]);
    (await rest.promise).destroy();
    await expect.poll(async () => (await models.list())[0]?.problem).toContain('continues from there');
    await handlers['engines.getModel']({ name: 'test' });
    await expect.poll(async () => (await models.list())[0]).toMatchObject({ state: 'ready', problem: null });
    await expect(handlers['engines.getModel']({ name: 'huge' })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('ends with the app, with its file closed', async () => {
    const { models } = await given((_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 500_000));
    });
    await modelHandlers(models)['engines.getModel']({ name: 'test' });
    await models.stop();
    expect(await models.list()).toMatchObject([{ state: 'partial', problem: null }]);
  });

  it('is done by the command line, which says what is there', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    const { code, stdout } = await runScrumbot(['engines', 'models', 'list', '--json'], { home });
    expect(code).toBe(0);
    const { models } = JSON.parse(stdout) as { models: { name: string; sha256: string; licence: string }[] };
    expect(models.map(({ name }) => name)).toEqual(['tiny', 'base', 'small', 'large-v3-turbo']);
    const mirror = await startMirror((_request, response) => response.writeHead(404).end());
    await writeFile(join(home, 'settings.json'), JSON.stringify({ direct: { modelMirror: mirror.url } }));
    const failed = await runScrumbot(['engines', 'models', 'get', 'base', '--json'], { home });
    expect(failed.code).toBe(3);
    expect(failed.stdout).toContain('HTTP 404');
    expect((await runScrumbot(['engines', 'models', 'get', 'huge', '--json'], { home })).code).toBe(2);
  });
});
