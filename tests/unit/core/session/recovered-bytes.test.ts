import { pino } from 'pino';
import { expect, it } from 'vitest';
import { recoverSessions } from '../../../../src/main/core/session/recover-sessions.ts';
import { noBytes } from '../../../../src/shared/session/no-counts.ts';
import type { ByteCounts } from '../../../../src/shared/session/session.ts';
import { openEventDatabase, storedFrame } from '../../../support/event-database.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function recoveredBytes(kept: ByteCounts): Promise<ByteCounts | undefined> {
  const { reads, writes } = await openEventDatabase();
  const row = { sessionId: 's1', meetingId: 's1', title: 'Cut off', target: 'built-in', reason: null };
  const running = { mode: 'stream', state: 'recording', startedMs: 0, endedMs: null } as const;
  await writes.sessions.create({ ...row, ...running, ownerPid: process.pid }, []);
  await writes.sessions.setBytes('s1', kept);
  await writes.events.insert([
    storedFrame({ bytes: 42_000 }),
    storedFrame({ bytes: 70_000 }),
    storedFrame({ direction: 'in', bytes: 100 }),
    storedFrame({ sessionId: 's2' }),
  ]);
  await recoverSessions({
    home: await makeTemporaryFolder(),
    clock: createFakeClock(),
    log: pino({ level: 'silent' }),
    record: () => undefined,
    reads: reads.sessions,
    wireBytes: reads.events.wireBytes,
    writes: writes.sessions,
    recoverTrack: () => Promise.resolve(0),
  });
  return (await reads.sessions.find('s1'))?.bytes;
}

it('counts the frames of a session that was cut off before anything was counted', async () => {
  const out = 42_000 + 8 + 70_000 + 14;
  await expect(recoveredBytes(noBytes)).resolves.toEqual({ out, in: 102, plainOut: out });
});

it('keeps what was counted on the socket', async () => {
  const kept = { out: 9_000, in: 90, plainOut: 42_000 };
  await expect(recoveredBytes(kept)).resolves.toEqual(kept);
});
