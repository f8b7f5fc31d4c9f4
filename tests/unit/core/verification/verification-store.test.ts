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
  const states = ['lost', 'lost-in-a-pause', 'alive', 'done'].map((id) => store.find(id)?.state);
  expect(states).toEqual(['interrupted', 'interrupted', 'running', 'done']);
  expect(store.find('lost')).toMatchObject({ passed: false, phases: sampleRun.phases });
});
