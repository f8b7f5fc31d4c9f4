import { expect, it } from 'vitest';
import { withRunning } from '../../../../src/main/core/samples/store/traffic-store.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { noBytes } from '../../../../src/shared/session/no-counts.ts';
import { busyNetwork } from '../../../e2e/support/vitals.ts';
import { sampleSession } from '../../../e2e/support/samples.ts';

const network = busyNetwork();
const [earlier] = network.sessions;
const running = {
  sessionId: 'now',
  title: 'Stand-up',
  target: 'staging',
  bytes: noBytes,
  chunks: { retried: 1, unconfirmed: 2 },
};
const stored = { ...network, sessions: earlier === undefined ? [] : [running, earlier] };
const bytes = { out: 1_000, in: 100, plainOut: 2_000 };

it('tells of a running session what it has moved so far, and of its target the sum', () => {
  const session = sampleSession({ sessionId: 'now', state: 'recording' });
  const { sessions, targets, byType } = withRunning(stored, { session, bytes });
  expect(sessions).toEqual([{ ...running, bytes }, earlier]);
  expect(targets).toEqual([
    {
      target: 'staging',
      sessions: 2,
      bytes: { out: 12_641_000, in: 96_500, plainOut: 32_402_000 },
      chunks: { retried: 4, unconfirmed: 3 },
    },
  ]);
  expect(byType).toEqual(network.byType);
});

it('leaves a session that is over to what was stored, which grows when audio is sent later', () => {
  const session = sampleSession({ sessionId: 'now', state: 'ended' });
  expect(withRunning(stored, { session, bytes })).toEqual(stored);
  expect(withRunning(stored, { session: null, bytes })).toEqual(stored);
});

it('tells what was sent again and what nobody confirmed, of each session and target', async () => {
  const { db, reads, writes } = await openEventDatabase();
  const row = { meetingId: 'm', title: 'Retro', target: 'staging', state: 'ended', reason: null } as const;
  const chunk =
    db.prepare(`INSERT INTO outbox (session_id, target, track, first_sample, sample_count, crc, state, attempts)
    VALUES (?, 'staging', 'mix', ?, 16000, 0, ?, ?)`);
  for (const sessionId of ['a', 'b']) {
    const times = { startedMs: 1_000, endedMs: 2_000 };
    await writes.sessions.create({ ...row, sessionId, mode: 'stream', ...times, ownerPid: 1 }, []);
    chunk.run(sessionId, 0, 'delivered', 3);
    chunk.run(sessionId, 16_000, 'unconfirmed', 1);
    chunk.run(sessionId, 32_000, 'queued', 0);
  }
  const { sessions, targets } = await reads.traffic.since(0);
  expect(sessions.map(({ chunks }) => chunks)).toEqual([
    { retried: 2, unconfirmed: 1 },
    { retried: 2, unconfirmed: 1 },
  ]);
  expect(targets).toMatchObject([{ target: 'staging', sessions: 2, chunks: { retried: 4, unconfirmed: 2 } }]);
});
