import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import { migrations } from '../../../src/main/core/database/migrations.ts';
import { startTestCore } from '../../support/core.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { writeTrackWav } from '../../support/wav.ts';

const fixture = new URL('./home-of-before/', import.meta.url);
const sessionId = '20261127-052026-60c8de5d';
const samples = 26_836;

/**
 * What version 0.1.0 left behind when its schema had four steps: a streamed meeting and settings of one's own. The
 * database is one that was read back from SQL, as people repair theirs: it cannot give pages back.
 */
async function makeHomeOfBefore(): Promise<string> {
  const home = await makeTemporaryFolder();
  const folder = join(home, 'recordings', sessionId);
  await mkdir(folder, { recursive: true });
  await writeTrackWav(
    join(folder, 'system.wav'),
    Int16Array.from({ length: samples }, (_, n) => n % 100),
  );
  await cp(new URL('settings.json', fixture), join(home, 'settings.json'));
  const db = new Database(join(home, 'scrumbot.db'));
  db.exec(await readFile(new URL('scrumbot.sql', fixture), 'utf8'));
  db.close();
  return home;
}

const versionOf = (home: string): unknown => {
  const db = new Database(join(home, 'scrumbot.db'), { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
};

async function openHomeOfBefore(): Promise<{ core: Core; home: string }> {
  const home = await makeHomeOfBefore();
  expect(versionOf(home)).toBeLessThan(migrations.length);
  const core = await startTestCore({ home });
  expect(versionOf(home)).toBe(migrations.length);
  return { core, home };
}

describe('a home folder of an earlier version', () => {
  it('opens with its sessions, words and audio', async () => {
    const { core } = await openHomeOfBefore();
    expect(await core.handlers['sessions.list']({ limit: 10 })).toMatchObject([
      {
        sessionId,
        title: 'Old planning',
        state: 'ended',
        target: 'built-in',
        hasWords: true,
        notes: '',
        tags: [],
      },
    ]);
    const report = await core.handlers['sessions.show']({ sessionId });
    expect(report).toMatchObject({ text: 'we meet on monday at nine', tracks: [{ samples, gaps: [] }] });
    expect(report.receipt.minutes).toMatchObject([{ minute: 0, capturedSec: 1.677, deliveredSec: 1.677 }]);
    expect((await core.handlers['sessions.export']({ sessionId, format: 'srt' })).text).toContain(
      'we meet on monday at nine',
    );
    expect(await core.handlers['transcripts.search']({ query: 'monday', limit: 5 })).toMatchObject([
      { sessionId },
    ]);
    await core.handlers['sessions.annotate']({ sessionId, notes: 'kept from before' });
    expect(await core.handlers['sessions.list']({ limit: 10, query: 'before' })).toHaveLength(1);
  });

  it('opens with its events, which are judged, counted, found and deleted like those of today', async () => {
    const { core, home } = await openHomeOfBefore();
    const ofSession = await core.handlers['events.list']({ sessionId, limit: 100 });
    expect(ofSession).toHaveLength(24);
    const results = await core.handlers['events.list']({ text: 'monday', limit: 100 });
    expect(results.map(({ type }) => type)).toContain('TRANSCRIPTION_RESULT');
    const analysis = await core.handlers['analysis.run']({
      range: { sessionId },
      rules: { windowSec: 5, ignore: [], sameSource: false },
    });
    // The second acknowledgement of one HANDSHAKE.
    expect(analysis.findings.map(({ cause }) => cause)).toEqual(['expected-twin']);
    expect(analysis.events).toBeGreaterThan(10);

    await core.handlers['sessions.delete']({ sessionId });
    expect(await core.handlers['events.list']({ sessionId, limit: 100 })).toEqual([]);
    for (const name of ['scrumbot.db', 'scrumbot.db-wal'])
      expect((await readFile(join(home, name)).catch(() => Buffer.alloc(0))).includes('monday')).toBe(false);
  });

  it('opens with its settings, and keeps them when one is changed', async () => {
    const { core, home } = await openHomeOfBefore();
    const before = await core.handlers['settings.get']({});
    expect(before).toMatchObject({
      target: 'staging',
      targets: [{ name: 'staging', wsUrl: 'wss://staging.example.org/ws' }],
      record: { source: 'both', mode: 'direct' },
      stream: { chunkSec: 0.5, compress: false, replayRate: 4 },
      retention: { days: 30 },
      direct: { engine: 'groq', language: 'de', groqModel: 'whisper-large-v3' },
    });
    await core.handlers['settings.update']({ retention: { days: 60 } });
    expect(JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'))).toMatchObject({
      target: 'staging',
      stream: { chunkSec: 0.5 },
      retention: { days: 60 },
      direct: { language: 'de' },
    });
  });
});
