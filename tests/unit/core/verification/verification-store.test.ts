import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../../src/main/core/database/open-database.ts';
import {
  signOfLifeMs,
  verificationReads,
  verificationWrites,
} from '../../../../src/main/core/verification/verification-store.ts';
import {
  verificationRequestSchema,
  type VerificationRun,
} from '../../../../src/shared/verification/verification.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { sampleRun } from '../../../support/verification-samples.ts';

test('a run whose process is gone is interrupted, and one that shows signs of life goes on', async () => {
  const db = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations);
  const store = { ...verificationWrites(db), ...verificationReads(db) };
  const nowMs = Date.UTC(2026, 2, 2, 12);
  const longAgoMs = nowMs - 3 * signOfLifeMs;
  store.save({ ...sampleRun, runId: 'lost', state: 'running' }, longAgoMs);
  store.save({ ...sampleRun, runId: 'lost-in-a-pause', state: 'paused' }, longAgoMs);
  store.save({ ...sampleRun, runId: 'alive', state: 'running' }, nowMs - signOfLifeMs);
  store.save({ ...sampleRun, runId: 'done', state: 'done' }, longAgoMs);
  expect(store.closeLost(nowMs)).toBe(2);
  expect(['lost', 'lost-in-a-pause', 'alive', 'done'].map((id) => store.find(id))).toMatchObject([
    { state: 'interrupted' },
    { state: 'interrupted' },
    { state: 'running' },
    { state: 'done' },
  ]);
  expect(store.find('lost')).toMatchObject({ passed: false, phases: sampleRun.phases });
});

test('the newest run that an app left, killed or closed, is what its next start goes on with', async () => {
  const db = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations);
  const store = { ...verificationWrites(db), ...verificationReads(db) };
  const unfinished = {
    request: verificationRequestSchema.parse({ target: 'dev', phases: ['soak'] }),
    ...{ goesOnByItself: true, done: [], starts: 1, soak: null },
  };
  expect(store.unfinished()).toBeNull();
  const keep = (runId: string, change: Partial<VerificationRun>): void =>
    store.save(
      { ...sampleRun, runId, unfinished, startedAt: `2026-03-01T0${runId}:00:00.000Z`, ...change },
      0,
    );
  keep('1', { state: 'interrupted' });
  keep('2', { state: 'paused' });
  keep('3', { state: 'cancelled' });
  keep('4', { state: 'running', unfinished: { ...unfinished, goesOnByItself: false } });
  keep('5', { state: 'done', unfinished: undefined });
  expect(store.unfinished()).toMatchObject({ runId: '2', state: 'paused' });
  // Closing what is lost takes nothing of what is needed to go on, and keeps that it was paused.
  store.closeLost(1e15);
  expect(store.unfinished()).toMatchObject({
    ...{ runId: '2', state: 'interrupted' },
    unfinished: { ...unfinished, wasPaused: true },
  });
});
