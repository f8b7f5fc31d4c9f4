import { generateIdentity, identityToRecipient } from 'age-encryption';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleKindOf, importBundle } from '../../../src/main/cli/commands/tester/bundled-recording.ts';
import { writeInThread } from '../../../src/main/core/bundle/bundle.ts';
import type { Core } from '../../../src/main/core/core.ts';
import {
  bundleRequestSchema,
  type BundlePartId,
  type BundleRequest,
} from '../../../src/shared/bundle/bundle.ts';
import { bundleWorker, sourceOf } from '../../support/bundle-home.ts';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import {
  completeOnEnd,
  startScriptedTarget,
  type ReceivedMessage,
  type ScriptedTarget,
} from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const { signal } = new AbortController();

type Recorded = { core: Core; home: string; sessionIds: string[]; heard: ReceivedMessage[]; audio: Buffer };

/** Recordings of one file, one after another, and what the target heard of each. */
async function recorded(times: number): Promise<Recorded> {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const path = join(home, 'in.wav');
  await writeCounterWav(path, 3);
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const sessionIds: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path, speed: 'max' }],
      target: target.url,
    });
    expect(await core.sessions.ended()).toBeNull();
    sessionIds.push(sessionId);
  }
  const audio = target.audio();
  return {
    core,
    home,
    sessionIds,
    heard: target.received.slice(0, target.received.length / times),
    audio: audio.subarray(0, audio.length / times),
  };
}

async function bundleOf(
  home: string,
  request: Partial<BundleRequest>,
  recipient: string | null = null,
): Promise<string> {
  const out = join(await makeTemporaryFolder(), 'bundle.zip');
  // These ask programs of the system, which takes long on a busy machine.
  const without: BundlePartId[] = ['environment', 'checks'];
  await writeInThread(
    bundleWorker,
    { source: sourceOf(home), request: bundleRequestSchema.parse({ without, ...request }), out, recipient },
    { signal },
  );
  return out;
}

async function played(
  core: Core,
  path: string,
  options: { identity?: string; session?: string } = {},
): Promise<{ target: ScriptedTarget; sentAgain: object; notes: string[] }> {
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const kind = await bundleKindOf(path);
  if (kind === null) throw new Error(`${path} is no bundle.`);
  const { notes, ...what } = await importBundle(
    { path, kind, identity: options.identity, session: options.session },
    core,
    signal,
  );
  const { sentAgain } = await core.replays.replay(
    { ...what, target: target.url, speed: 'max', fromSec: 0 },
    signal,
  );
  return { target, sentAgain, notes: [...notes, ...sentAgain.notes] };
}

const sizesOf = (received: readonly ReceivedMessage[]): [string, number][] =>
  received
    .filter(({ type }) => type === 'AUDIO_CHUNK')
    .map((message) => [message.type, JSON.stringify(message).length]);

test('a bundle without audio is sent with frames of the same types and sizes, and silence, which is said', async () => {
  const { core, home, heard, audio } = await recorded(1);
  const path = await bundleOf(home, {});
  // On this very machine it is a session of its own, and no copy of the one that was recorded.
  const { target, sentAgain, notes } = await played(core, path);
  expect(target.received.map(({ type }) => type)).toEqual(heard.map(({ type }) => type));
  expect(sizesOf(target.received)).toEqual(sizesOf(heard));
  expect(target.audio()).toEqual(Buffer.alloc(audio.length));
  const { length: chunks } = sizesOf(heard);
  expect(sentAgain).toMatchObject({ frames: heard.length, audioChunks: 0, silentChunks: chunks, notSent: 0 });
  expect(notes).toContain('The bundle holds no audio of this session.');
  expect(notes).toContain(`The audio of ${chunks} chunks was not kept: silence of the same size was sent.`);
  // Known the second time: its events are not there twice.
  expect((await played(core, path)).sentAgain).toMatchObject({ frames: heard.length });
});

test('a page sends a session of a bundle again that it has opened, and learns what came of it', async () => {
  const { home, heard } = await recorded(1);
  const path = await bundleOf(home, {});
  const core = await startTestCore({ home: await makeTemporaryFolder() });
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const upload = await core.handlers['bundle.upload']({
    id: null,
    data: (await readFile(path)).toString('base64'),
  });
  const { id } = await core.handlers['bundle.open']({ upload: upload.id });
  const bundled = async (): Promise<string[]> => {
    const { value } = await core.handlers['bundle.ask']({ id, name: 'events.choices', input: {} });
    return (value as { sessions: { sessionId: string }[] }).sessions.map(({ sessionId }) => sessionId);
  };
  await expect.poll(async () => (await core.handlers['bundle.opened']({ id })).events.isReading).toBe(false);
  const [sessionId = ''] = await bundled();
  const request = { sessionId, target: target.url, speed: 'max' as const, fromSec: 0 };
  const outcome = async () => {
    await expect.poll(async () => (await core.handlers['replay.state']({})).phase).not.toBe('playing');
    return core.handlers['replay.state']({});
  };

  await core.handlers['replay.start']({ ...request, bundle: id, sessionId: 'another' });
  expect(await outcome()).toMatchObject({
    phase: 'failed',
    message: expect.not.stringContaining('upload-') as string,
  });

  await core.handlers['replay.start']({ ...request, bundle: id });
  const played = await outcome();
  expect(target.received.map(({ type }) => type)).toEqual(heard.map(({ type }) => type));
  expect(played).toMatchObject({
    phase: 'replayed',
    report: {
      replayOf: expect.stringMatching(new RegExp(`^bundle-.*-${sessionId}$`)) as string,
      sentAgain: { frames: heard.length },
      comparison: { verdict: expect.any(String) as string },
    },
  });
  const notes = played.phase === 'replayed' ? played.report.sentAgain.notes : [];
  expect(notes).toContain('The bundle holds no audio of this session.');
});

test('the audio of a bundle is sent where it was ticked, also of one that is sealed', async () => {
  const { home, sessionIds, audio } = await recorded(2);
  const [older = '', newer = ''] = sessionIds;
  const core = await startTestCore({ home: await makeTemporaryFolder() });
  const key = await generateIdentity();
  const path = await bundleOf(home, { include: ['audio'] }, await identityToRecipient(key));
  const identity = join(await makeTemporaryFolder(), 'key.txt');
  await writeFile(identity, `# a key\n${key}\n`);
  await expect(played(core, path, { session: older })).rejects.toMatchObject({
    message: expect.stringContaining('--identity') as string,
  });
  // Its track is not the first one of the bundle.
  const { target, sentAgain, notes } = await played(core, path, { identity, session: older });
  expect(target.audio().equals(audio)).toBe(true);
  expect(sentAgain).toMatchObject({ silentChunks: 0 });
  expect(notes.join(' ')).not.toContain('silence');

  await expect(played(core, path, { identity })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(
      `2 sessions with frames, the newest first: ${newer}, ${older}`,
    ) as string,
  });
  await expect(played(core, path, { identity, session: 'another' })).rejects.toMatchObject({
    code: 'not-found',
  });
});
