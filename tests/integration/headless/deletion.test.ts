import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { createWriterStores } from '../../../src/main/core/threads/threads.ts';
import { heard } from '../../support/event-database.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

const canaries = ['wombatsecret', 'Budget of the wombats', 'wss://wombat.example/ws', 'Speaker Wombat'];

/** A home with one session whose words, title and address are found nowhere else. */
async function homeWithSession(): Promise<string> {
  const home = join(await makeTemporaryFolder(), 'home');
  const folder = join(home, 'recordings', 'wombat-session');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'system.wav'), 'wombatsecret audio');
  const db = openDatabase(join(home, 'scrumbot.db'));
  migrate(db, migrations);
  const stores = createWriterStores(db);
  const [words, title, target, speaker] = canaries as [string, string, string, string];
  const row = {
    sessionId: 'wombat-session',
    meetingId: 'm',
    mode: 'stream',
    state: 'ended',
    engine: null,
    reason: null,
    startedMs: 1,
    endedMs: 2,
    ownerPid: 1,
  } as const;
  stores.sessions.create({ ...row, title, target }, [{ source: 'system', path: 'x.wav', samples: 0 }]);
  const line = { startSec: 0, endSec: 1, text: `${words} of the line`, speaker, flags: [] };
  stores.sessions.addTranscriptLine('wombat-session', line);
  stores.events.insert(
    Array.from({ length: 500 }, (_, index) =>
      heard(`${words} number ${index}`, {
        sessionId: 'wombat-session',
        target,
        connectionId: 'wombat-connection',
      }),
    ),
  );
  db.close();
  return home;
}

function filesWithCanaries(home: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    return canaries.filter((canary) => bytes.includes(canary)).map((canary) => `${canary} in ${path}`);
  });
}

describeWith(['builtPage'], 'a session that a page deleted', () => {
  test('is in no file of the home any more, also when the host is killed right after the answer', async () => {
    const home = await homeWithSession();
    expect(filesWithCanaries(home)).not.toEqual([]);
    const host = await startHeadlessHost(home);
    const bridge = await openBridge(host.url);
    const answer = await bridge.call('sessions.delete', { sessionId: 'wombat-session' });
    host.scrumbot.process.kill('SIGKILL');
    await host.scrumbot.finished;
    expect(answer).toEqual({ isGone: true, reason: null, removedCopies: [] });
    expect(filesWithCanaries(home)).toEqual([]);
  });
});
