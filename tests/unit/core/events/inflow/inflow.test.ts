import { describe, expect, it, onTestFinished } from 'vitest';
import { createInflow } from '../../../../../src/main/core/events/inflow/inflow.ts';
import { createLiveMonitor } from '../../../../../src/main/core/monitor/monitor.ts';
import type { EventDraft, StoredEvent } from '../../../../../src/shared/events/events.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { heard } from '../../../../support/event-database.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';

/** A flood into an inflow, which stores at once what it admits; verdicts are the real monitor's. */
async function open(
  disk: { freeBytes: number; allBytes: number } = { freeBytes: 2 ** 40, allBytes: 2 ** 40 },
) {
  const clock = createFakeClock();
  const recorded: EventDraft[] = [];
  const monitor = createLiveMonitor();
  onTestFinished(() => monitor.stop());
  const inflow = createInflow({
    clock,
    databasePath: `${await makeTemporaryFolder()}/scrumbot.db`,
    record: (draft) => recorded.push(draft),
    judge: (events) => monitor.judge(events),
    lookAtRoom: () => Promise.resolve({ ...disk }),
  });
  const stored: StoredEvent[] = [];
  let unjudged: StoredEvent[] = [];
  const receive = (draft: EventDraft): boolean => {
    const isKept = inflow.admits(draft);
    if (!isKept) return false;
    const event = { ...heard(''), ...draft, seq: stored.length + unjudged.length + 1 } as StoredEvent;
    unjudged.push({ ...event, wallMs: clock.nowMs(), monoMs: clock.monotonicMs() });
    return true;
  };
  const commit = (): void => {
    stored.push(...inflow.judge(unjudged));
    unjudged = [];
  };
  return { clock, recorded, stored, receive, commit, monitor, inflow };
}

const frame = (text: string, change: Partial<EventDraft> = {}): EventDraft => ({ ...heard(text), ...change });

describe('a peer that sends more than anybody reads', () => {
  it('has a burst and then a rate stored, and the rest told by type, with nothing of it lost to the count', async () => {
    const { clock, recorded, stored, receive, commit, inflow } = await open();
    const seconds = 20;
    for (let sec = 0; sec < seconds; sec += 1) {
      for (let i = 0; i < 1_000; i += 1) receive(frame(`words ${sec} ${i}`, { type: 'CHATTER' }));
      commit();
      await clock.advance(1_000);
    }
    inflow.stop();
    expect(stored.length).toBeLessThanOrEqual(5_000 + seconds * 100);
    const told = recorded.filter(({ type }) => type === 'frames.left-out');
    expect(told.length).toBeLessThanOrEqual(seconds / 10 + 1);
    const leftOut = told.reduce((sum, { fields }) => sum + Number(fields?.count), 0);
    expect(stored.length + leftOut).toBe(seconds * 1_000);
    expect(told[0]).toMatchObject({
      kind: 'connection',
      sessionId: 's1',
      connectionId: 'c1',
      fields: { byType: [['CHATTER', expect.any(Number) as number]] },
      reason: expect.stringMatching(
        /^[\d,]+ frames left out, because the target sends more .*: CHATTER \d+\./,
      ) as string,
    });
  });

  it('does not keep the frames of other types, or of other connections, from being stored', async () => {
    const { receive } = await open();
    for (let i = 0; i < 20_000; i += 1) receive(frame(`words ${i}`, { type: 'CHATTER' }));
    expect(receive(frame('a result'))).toBe(true);
    expect(receive(frame('words', { type: 'CHATTER', connectionId: 'c2' }))).toBe(true);
    expect(receive(frame('words', { type: 'CHATTER' }))).toBe(false);
  });

  it('cannot get round it by types without end, nor by few large frames', async () => {
    const { receive } = await open();
    let kept = 0;
    for (let i = 0; i < 15_000; i += 1) if (receive(frame('words', { type: `TYPE_${i}` }))) kept += 1;
    expect(kept).toBeLessThanOrEqual(10_000);
    const large = 'x'.repeat(1024 * 1024);
    let chars = 0;
    for (let i = 0; i < 40; i += 1)
      if (receive(frame('words', { raw: large, connectionId: 'c2' }))) chars += large.length;
    expect(chars).toBeLessThanOrEqual(33 * 1024 * 1024);
  });

  it('is judged over all it sent: a stored frame is a duplicate of one that was left out', async () => {
    const { clock, stored, receive, commit, recorded, inflow, monitor } = await open();
    for (let i = 0; i < 6_000; i += 1) receive(frame(`words ${i}`));
    commit();
    expect(receive(frame('repeated'))).toBe(false);
    expect(receive(frame('repeated'))).toBe(false);
    await clock.advance(100);
    commit();
    await clock.advance(900);
    expect(receive(frame('repeated'))).toBe(true);
    commit();
    expect(stored.at(-1)?.verdict).toMatchObject({ isDuplicate: true });
    inflow.stop();
    expect(monitor.counts()).toMatchObject({ total: 6_003, duplicates: 2 });
    const duplicates = recorded.reduce((sum, { fields }) => sum + Number(fields?.duplicates ?? 0), 0);
    expect(duplicates).toBe(1);
  });

  it.each([
    ['512 MiB', 512 * 1024 * 1024, 2 ** 40],
    ['a twentieth of a small one', 50_000_000, 1_000_000_000],
  ])('leaves the last of the disk to the audio: %s', async (_name, roomBytes, allBytes) => {
    const disk = { freeBytes: roomBytes, allBytes };
    const { clock, receive, recorded, inflow } = await open(disk);
    const look = async (): Promise<void> => {
      // The disk is looked at every 5 s, beside the frames.
      await clock.advance(5_000);
      receive(frame('a look', { direction: 'in', type: 'LOOK' }));
      await clock.advance(0);
    };
    await look();
    expect(receive(frame('there is just enough'))).toBe(true);
    disk.freeBytes -= 1;
    await look();
    expect(receive(frame('what a target says'))).toBe(false);
    // What is ours is needed to know where the audio is.
    expect(receive(frame('ours', { direction: 'out' }))).toBe(true);
    disk.freeBytes += 1;
    await look();
    expect(receive(frame('there is room again'))).toBe(true);
    inflow.stop();
    expect(recorded.filter(({ type }) => type === 'frames.left-out')).toMatchObject([
      { reason: expect.stringContaining('the little disk space left is kept for audio') as string },
    ]);
  });

  it('is not what we are: our own frames are stored, however many', async () => {
    const { receive } = await open();
    for (let i = 0; i < 12_000; i += 1) expect(receive(frame(`words ${i}`, { direction: 'out' }))).toBe(true);
  });
});
