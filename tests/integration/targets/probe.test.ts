import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ProbeReport, ProbeStep } from '../../../src/shared/settings/targets/probe.ts';
import type { Core } from '../../../src/main/core/core.ts';
import { createAuthority } from '../../support/certificates.ts';
import { startTestCore } from '../../support/core.ts';
import { portOfNobody } from '../../support/held-port.ts';
import {
  acknowledge,
  say,
  startScriptedTarget as startTarget,
  type ScriptedTarget,
} from '../../support/scripted-target.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

/** A target that answers what a probe asks, so that nothing is waited for. */
function startScriptedTarget(script: Parameters<typeof startTarget>[0]): Promise<ScriptedTarget> {
  return startTarget({
    onHttp: (_request, response) => response.writeHead(404).end(),
    onMessage: (message, socket) => {
      if (message.type === 'HANDSHAKE') acknowledge(socket);
    },
    ...script,
  });
}

let core: Core;
beforeEach(async () => {
  core = await startTestCore({ home: join(await makeTemporaryFolder(), 'home') });
});

const probe = (target?: string): Promise<ProbeReport> => core.handlers['targets.probe']({ target });
const stepOf = ({ steps }: ProbeReport, id: string): ProbeStep | undefined =>
  steps.find((step) => step.id === id);

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a probe', () => {
  it('of a good target says so at every step, and leaves nothing behind', async () => {
    const target = await startScriptedTarget({
      perMessageDeflate: true,
      onMessage: (message, socket) => {
        if (message.type === 'HANDSHAKE') acknowledge(socket);
      },
      onHttp: (request, response) => {
        if (request.url === '/health') response.end('{"status":"healthy"}');
        else response.writeHead(404).end();
      },
    });
    const report = await probe(target.url);
    expect(report).toMatchObject({ reachable: true, ok: true, serverVersion: '1.0' });
    expect(report.rttMs).toBeGreaterThan(0);
    for (const id of [
      'tcp',
      'upgrade',
      'ack-on-connect',
      'handshake',
      'version',
      'compression',
      'rtt',
      'frame-limit',
      'clock',
    ])
      expect(stepOf(report, id)?.status, id).toBe('ok');
    // What the target saw is what we say we did: no audio, no meeting.
    expect(new Set(target.received.map(({ type }) => type))).toEqual(new Set(['HANDSHAKE']));
    await expect.poll(() => target.connections.every(({ readyState }) => readyState === 3)).toBe(true);
  });

  it('of the built-in target starts one to look at', async () => {
    const report = await probe();
    expect(report).toMatchObject({ target: 'built-in', reachable: true, ok: true });
  });

  it('says that reachable is not healthy', async () => {
    const target = await startScriptedTarget({
      onHttp: (_request, response) => response.end('{"status":"healthy"}'),
    });
    const health = stepOf(await probe(target.url), 'socket server/health');
    expect(health).toMatchObject({ status: 'note', found: '200, {"status":"healthy"}' });
    expect(health?.next).toMatch(/Reachable does not mean healthy/);
  });

  it('asks both bases, with the credentials for that of the socket only', async () => {
    const seen: string[] = [];
    const rest = createHttpServer((request, response) => {
      seen.push(
        request.headers.authorization ?? 'none',
        request.headers['ngrok-skip-browser-warning'] as string,
      );
      response.end(
        JSON.stringify({ info: { title: 'ScrumBot', version: '2' }, paths: { '/a': {}, '/b': {} } }),
      );
    });
    const port = await listening(rest);
    const target = await startScriptedTarget({});
    await core.handlers['targets.add']({
      target: { name: 'dev', wsUrl: target.url, httpUrl: `http://127.0.0.1:${port}` },
      credentials: { login: 'me:pw' },
    });
    const report = await probe('dev');
    expect(stepOf(report, 'REST backend/openapi.json')).toMatchObject({
      status: 'ok',
      found: 'ScrumBot 2, 2 routes',
    });
    expect(new Set(seen)).toEqual(new Set(['none', '1']));
  });

  it("reads the server's clock, in local time without its zone too", async () => {
    const target = await startScriptedTarget({
      onConnect: (socket) => {
        const local = new Date(Date.now() + 7_200_000 - 60_000).toISOString().replace('Z', '');
        say(socket, { type: 'HANDSHAKE_ACK', serverVersion: '1', status: 'ready', timestamp: `${local}456` });
      },
      onMessage: (_message, socket) => say(socket, { type: 'HANDSHAKE_ACK', status: 'ready' }),
      onHttp: (_request, response) => {
        response.sendDate = false;
        response.end();
      },
    });
    const report = await probe(target.url);
    expect(report.clock?.zoneMinutes).toBe(120);
    const { skewMs = 0, uncertaintyMs = 0 } = report.clock ?? {};
    expect(Math.abs(skewMs + 60_000)).toBeLessThanOrEqual(uncertaintyMs + 1);
    expect(stepOf(report, 'clock')).toMatchObject({ status: 'warn' });
  });

  it.each<[string, () => Promise<string>, string, RegExp]>([
    [
      'at which nobody listens',
      async () => `ws://127.0.0.1:${await portOfNobody()}/ws`,
      'tcp',
      /the target is not running, or the port is wrong/,
    ],
    [
      'that answers with a web page',
      async () => {
        const port = await listening(createHttpServer((_request, response) => response.end('<html>')));
        return `ws://127.0.0.1:${port}/ws`;
      },
      'upgrade',
      /HTTP 200 instead of a WebSocket/,
    ],
    [
      'that closes at once',
      async () => {
        const port = await listening(createServer((socket) => socket.destroy()));
        return `ws://127.0.0.1:${port}/ws`;
      },
      'upgrade',
      /dropped the connection/,
    ],
    [
      'that closes right after the upgrade',
      async () =>
        (await startScriptedTarget({ onConnect: (socket) => socket.close(1008), onMessage: () => undefined }))
          .url,
      'handshake',
      /accepts connections and ends them before it answers/,
    ],
    [
      'that closes at our first word',
      async () =>
        (
          await startScriptedTarget({
            onConnect: () => undefined,
            onMessage: (_message, socket) => socket.terminate(),
          })
        ).url,
      'handshake',
      /accepts connections and ends them before it answers/,
    ],
    [
      'that talks something else',
      async () => {
        const port = await listening(
          createServer((socket) => {
            // The probe hangs up on what it cannot read.
            socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9\r\n');
          }),
        );
        return `ws://127.0.0.1:${port}/ws`;
      },
      'upgrade',
      /The connection failed|Parse Error/,
    ],
    [
      'that wants a credential',
      async () => (await startScriptedTarget({ refuseUpgrade: 401 })).url,
      'upgrade',
      /refuses the connection \(HTTP 401\)/,
    ],
    [
      'whose tunnel is offline',
      async () =>
        (
          await startScriptedTarget({
            answerUpgrade: () => ({ status: 404, headers: { 'ngrok-error-code': 'ERR_NGROK_3200' } }),
          })
        ).url,
      'upgrade',
      /is offline/,
    ],
    [
      'that answers HANDSHAKE by an error',
      async () =>
        (
          await startScriptedTarget({
            onConnect: () => undefined,
            onMessage: (_message, socket) => say(socket, { type: 'ERROR', error: 'no such client' }),
          })
        ).url,
      'handshake',
      /Is it a ScrumBot backend/,
    ],
  ])('of one %s fails at the step that fails, with what to do', async (_what, start, id, next) => {
    const report = await probe(await start());
    expect(report).toMatchObject({ reachable: false, ok: false });
    expect(report.steps.filter(({ status }) => status === 'fail').map((step) => step.id)).toEqual([id]);
    expect(stepOf(report, id)?.next).toMatch(next);
  });

  it('of one that greets and then closes is not in order, and says how it closed', async () => {
    const target = await startScriptedTarget({
      onConnect: (socket) => {
        acknowledge(socket);
        socket.close(1011);
      },
      onMessage: () => undefined,
    });
    const report = await probe(target.url);
    expect(report).toMatchObject({ reachable: true, ok: false });
    expect(stepOf(report, 'handshake')).toMatchObject({ status: 'fail' });
    expect(stepOf(report, 'handshake')?.found).toMatch(/internal error \(code 1011\)/);
    expect(stepOf(report, 'frame-limit')?.status).toBe('skip');
  });

  it('names no secret of the address', async () => {
    const target = await startScriptedTarget({});
    const report = await probe(`${target.url.replace('ws://', 'ws://me:hunter2@')}?token=tok-1`);
    expect(target.paths).toEqual(['/ws?token=tok-1']);
    expect(JSON.stringify(report)).not.toMatch(/hunter2|tok-1/);
  });
});

describeWith(['openssl'], 'a probe of a target with TLS', () => {
  it('says who vouches for it and for how long, and warns when that is short', async () => {
    const authority = await createAuthority();
    const target = await startScriptedTarget({ tls: await authority.issue({ days: 2 }) });
    const tls = stepOf(await probe(target.url), 'tls');
    expect(tls).toMatchObject({ status: 'warn' });
    expect(tls?.found).toMatch(/^TLSv1\.\d, target ← authority, valid for (1 more day|2 more days)$/);
  });

  it('fails at the certificate, and sends nothing', async () => {
    const authority = await createAuthority();
    const target = await startScriptedTarget({ tls: await authority.selfSigned() });
    const report = await probe(target.url);
    expect(stepOf(report, 'tls')).toMatchObject({ status: 'fail' });
    expect(stepOf(report, 'tls')?.next).toMatch(/self-signed.*CA file/);
    expect(target.upgrades).toEqual([]);
  });

  it('trusts an authority that the target names', async () => {
    const authority = await createAuthority({ trusted: false });
    const target = await startScriptedTarget({ tls: await authority.issue() });
    await core.handlers['targets.add']({
      target: { name: 'dev', wsUrl: target.url, caFile: authority.file },
      credentials: {},
    });
    await expect(probe('dev')).resolves.toMatchObject({ reachable: true, ok: true });
  });
});

describe('"targets probe"', () => {
  it('ends with 3 when nobody answers, and with 0 when all is well', async () => {
    const home = join(await makeTemporaryFolder(), 'home');
    const target = await startScriptedTarget({
      onMessage: (message, socket) => {
        if (message.type === 'HANDSHAKE') acknowledge(socket);
      },
    });
    const good = await runScrumbot(['targets', 'probe', target.url], { home });
    expect(good).toMatchObject({ code: 0 });
    expect(good.stdout).toContain('It answers. Only audio shows whether it transcribes.');
    await target.stop();
    const bad = await runScrumbot(['targets', 'probe', target.url, '--json'], { home });
    expect(bad.code).toBe(3);
    expect(JSON.parse(bad.stdout)).toMatchObject({ reachable: false });
  });
});
