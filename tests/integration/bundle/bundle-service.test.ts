import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startBundles, type Bundles } from '../../../src/main/core/bundle/bundle.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/lifecycle.ts';
import { bundleRequestSchema, type BundleState } from '../../../src/shared/bundle/bundle.ts';
import {
  commands,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '../../../src/shared/contract/contract.ts';
import { createTopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { settingsSchema } from '../../../src/shared/settings/settings.ts';
import { bundleOf, bundleWorker, makeBundleHome, sessionId } from '../../support/bundle-home.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

// These ask programs of the system, which takes long on a busy machine.
const request = bundleRequestSchema.parse({ without: ['environment', 'checks'] });
const keyInTheStore = 'unmarked4kept2by7the8system';

function start(home: string): { handlers: Bundles['handlers']; states: BundleState[]; shown: string[] } {
  const topics = createTopicHub();
  const states: BundleState[] = [];
  const shown: string[] = [];
  topics.subscribe('bundle', (state) => states.push(state));
  const bundles = startBundles({
    home,
    version: '0.0.0',
    platform: process.platform,
    environment: {},
    paths: { home, workerEntry: () => bundleWorker },
    clock: createSystemClock(),
    desktop: {
      describe: () =>
        Promise.resolve({ openAtLogin: null, hasTray: true, hasSoundSettings: false, canShowFolders: true }),
      setOpenAtLogin: () => Promise.resolve(),
      mediaAccess: () => 'unknown',
      openSoundSettings: () => Promise.resolve(),
      showFile: (path) => void shown.push(path),
      downloadsFolder: () => null,
    },
    secrets: {
      get: (name) => Promise.resolve(name === 'groq' ? keyInTheStore : null),
      set: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      describe: () => Promise.resolve({ set: false, lastFour: null, kept: 'stored' }),
    },
    topics,
    readSettings: () => Promise.resolve(settingsSchema.parse({})),
    flushEvents: () => Promise.resolve(),
  });
  onTestFinished(() => bundles.stop());
  return { handlers: bundles.handlers, states, shown };
}

describe('bundles for a page', () => {
  it('are looked at part by part, searched, written, read piece by piece, and shown', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) =>
      place === 'log message' ? keyInTheStore : `Xqz${place.length}vvw`,
    );
    const { handlers, states, shown } = start(home);

    const plan = await handlers['bundle.plan']({ request });
    expect(plan.findings.map(({ id }) => id)).toContain('reconnect-storm');
    for (const { id, file } of plan.parts)
      expect(await handlers['bundle.preview']({ request, part: id })).toMatchObject({ file });
    const { file, text } = await handlers['bundle.preview']({ request, part: 'SUMMARY.md' });
    expect(file).toBe('SUMMARY.md');
    for (const { title, next } of plan.findings) {
      expect(text).toContain(`### ${title}`);
      expect(text).toContain(next);
    }
    expect(text).not.toContain('Xqz');
    const logs = await handlers['bundle.preview']({ request, part: 'logs.jsonl' });
    expect(logs.text).toContain('<secret-');
    expect(logs.text).not.toContain(keyInTheStore);
    await expect(handlers['bundle.preview']({ request, part: 'nothing' })).rejects.toMatchObject({
      code: 'not-found',
    });
    const files = await handlers['bundle.search']({ request, word: 'AUDIO_CHUNK' });
    expect(files.some(({ isFound }) => isFound)).toBe(false);
    expect(
      (await handlers['bundle.search']({ request, word: 'connection.ended' })).find(
        ({ file }) => file === 'events.jsonl',
      ),
    ).toMatchObject({ isFound: true });

    await handlers['bundle.start']({ request, recipient: null, folder: null });
    await expect.poll(() => states.at(-1)?.phase).toBe('done');
    const { state, folder, canShow } = await handlers['bundle.state']({});
    expect({ folder, canShow }).toEqual({ folder: join(home, 'bundles'), canShow: true });
    if (state.phase !== 'done') throw new Error('It is not done');
    const bytes: Buffer[] = [];
    for (let isLast = false, at = 0; !isLast;) {
      const piece = await handlers['bundle.read']({ at });
      bytes.push(Buffer.from(piece.data, 'base64'));
      at += bytes.at(-1)?.length ?? 0;
      ({ isLast } = piece);
    }
    expect(Buffer.concat(bytes)).toEqual(await readFile(state.report.path));
    await handlers['bundle.show']({});
    expect(shown).toEqual([state.report.path]);
  });

  it('leave nothing when they are cancelled, and say in words what cannot be done', async () => {
    const home = await makeTemporaryFolder();
    const folder = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`, { extraEvents: 5_000 });
    const { handlers, states } = start(home);
    await expect(handlers['bundle.read']({ at: 0 })).rejects.toMatchObject({ code: 'not-found' });
    for (const wrong of ['not/whole', join(folder, 'nowhere')])
      await expect(
        handlers['bundle.start']({ request, recipient: null, folder: wrong }),
      ).rejects.toMatchObject({ code: 'bad-input' });
    await expect(handlers['bundle.start']({ request, recipient: 'no key', folder })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await handlers['bundle.start']({ request, recipient: null, folder });
    await expect(handlers['bundle.start']({ request, recipient: null, folder })).rejects.toMatchObject({
      code: 'busy',
    });
    await handlers['bundle.cancel']({});
    expect(states.at(-1)).toEqual({ phase: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('are opened again to answer what pages ask, and are gone when they are closed', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`);
    const { path } = (await bundleOf(home, join(await makeTemporaryFolder(), 'b.zip'), request)).report;
    const bytes = await readFile(path);
    const temporary = await makeTemporaryFolder();
    // What is made from here on in the system's folder for such things lies in a folder of the test.
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { handlers } = start(home);
    const half = Math.ceil(bytes.length / 2);
    const first = await handlers['bundle.upload']({
      id: null,
      data: bytes.subarray(0, half).toString('base64'),
    });
    await handlers['bundle.upload']({ ...first, data: bytes.subarray(half).toString('base64') });
    const { id, bundle } = await handlers['bundle.open']({ upload: first.id });
    expect(bundle.findings.map((finding) => finding.id)).toContain('reconnect-storm');

    await expect
      .poll(async () => (await handlers['bundle.opened']({ id })).check)
      .toEqual({ phase: 'done', problems: [], leaks: [] });
    const ask = async <N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> => {
      const { value } = await handlers['bundle.ask']({ id, name, input });
      return commands[name].output.parse(value) as CommandOutput<N>;
    };
    const endings = await ask('events.list', { type: 'connection.ended', text: 'failed' });
    expect(endings.length).toBeGreaterThan(5);
    expect(endings[0]).toMatchObject({ kind: 'connection', fields: { code: '1011' } });
    expect(await ask('events.count', {})).toMatchObject({
      total: (await handlers['bundle.opened']({ id })).events.read,
    });
    expect(await ask('events.histogram', { conditions: {} })).toMatchObject({
      stepMs: expect.any(Number) as number,
    });
    const sessions = await ask('sessions.list', {});
    expect(sessions.map((session) => session.sessionId)).toEqual([sessionId]);
    expect((await ask('sessions.show', { sessionId })).transcript[0]?.text).toMatch(/not in this bundle/);
    const { atMs } = bundle;
    expect((await ask('health.get', {})).rows).not.toEqual([]);
    expect(await ask('health.history', { sinceMs: atMs - 86_400_000 })).not.toEqual([]);
    expect((await ask('memory.get', { windowMs: 3_600_000 })).processes).not.toEqual([]);
    expect((await ask('network.get', { sinceMs: atMs - 86_400_000 })).endings.length).toBeGreaterThan(5);
    expect((await ask('analysis.run', {})).events).toBeGreaterThan(0);
    for (const changing of ['session.stop', 'sessions.delete', 'targets.list'] as const)
      await expect(
        handlers['bundle.ask']({ id, name: changing, input: { sessionId } }),
      ).rejects.toMatchObject({ code: 'not-found' });

    await handlers['bundle.close']({ id });
    await expect(handlers['bundle.opened']({ id })).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(temporary)).toEqual([]);
  });

  it('are refused in words when they are none, or hostile', async () => {
    const { handlers } = start(await makeTemporaryFolder());
    const sent = await handlers['bundle.upload']({
      id: null,
      data: Buffer.from('no zip').toString('base64'),
    });
    await expect(handlers['bundle.open']({ upload: sent.id })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^The file was not opened: it is not a readable zip file/) as string,
    });
    await expect(handlers['bundle.open']({ path: '/nowhere/b.zip' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(handlers['bundle.open']({ upload: sent.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tell why one was not written', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`);
    // A file lies where the folder of bundles belongs.
    await writeFile(join(home, 'bundles'), '');
    const { handlers } = start(home);
    await expect(handlers['bundle.start']({ request, recipient: null, folder: null })).rejects.toMatchObject({
      code: 'storage-failed',
    });
    expect((await handlers['bundle.state']({})).state).toEqual({ phase: 'idle' });
  });
});
