import { expect, it } from 'vitest';
import { makeCounterHome } from '../../support/counter-home.ts';
import { startTestCore } from '../../support/core.ts';
import { serveTinyPage } from '../../support/ui-server.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

it("serves a session's audio to who is logged in, whole, in ranges, and as a download, and to nobody else", async () => {
  const { home, path } = await makeCounterHome(3);
  const core = await startTestCore({ home });
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path, speed: 'max' }],
    mode: 'capture-only',
  });
  await core.sessions.ended();
  const file = await readFile(join(home, 'recordings', sessionId, 'system.wav'));
  const server = await serveTinyPage(core);
  const { cookie, bridgePath } = await server.logIn();
  const key = bridgePath.split('?')[1] ?? '';
  const ask = (audio: string, more: { range?: string; cookie?: string; method?: string } = {}) =>
    fetch(`${server.origin}/audio/${audio}`, {
      method: more.method ?? 'GET',
      headers: { cookie: more.cookie ?? cookie, ...(more.range !== undefined && { range: more.range }) },
    });

  const whole = await ask(`${sessionId}/system.wav?${key}`);
  expect(whole.status).toBe(200);
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true);

  const part = await ask(`${sessionId}/mix.wav?${key}`, { range: 'bytes=50001-50100' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 50001-50100/${file.length}`]);
  expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(50_001, 50_101))).toBe(true);

  const beyond = await ask(`${sessionId}/system.wav?${key}`, { range: `bytes=${file.length}-` });
  expect(beyond.status).toBe(416);
  const saved = await ask(`${sessionId}/mix.wav?${key}&download=1`, { method: 'HEAD' });
  expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="${sessionId}.wav"`);
  expect(saved.headers.get('content-length')).toBe(String(file.length));

  // A cookie goes to every server of this machine; without the page's key it opens nothing.
  expect((await ask(`${sessionId}/system.wav`)).status).toBe(401);
  expect((await ask(`${sessionId}/system.wav?${key}`, { cookie: 'none=1' })).status).toBe(401);
  expect((await ask(`${sessionId}/microphone.wav?${key}`)).status).toBe(404);
  expect((await ask(`nothing/system.wav?${key}`)).status).toBe(404);
  expect((await ask(`..%2F..%2Fscrumbot.db/system.wav?${key}`)).status).toBe(404);

  const { peaks } = await core.handlers['sessions.peaks']({ sessionId, source: 'system' });
  expect(peaks.length).toBe(60);
});
