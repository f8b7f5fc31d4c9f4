import { describe, expect, it } from 'vitest';
import { samplesToSec } from '../../../src/shared/sound/audio.ts';
import { receiptOf, type Receipt, type ReceiptChunk } from '../../../src/shared/session/receipt.ts';
import { connectClient } from '../backend/test-client.ts';
import { audioChunk, noise } from '../backend/test-backend.ts';
import { meeting, notes, setStage, type Stage } from './real-stage.ts';

/** The receipt as the session would show it, of what the outbox has written down. */
function receiptFrom({ stream }: Stage): Receipt {
  const chunks = new Map<number, ReceiptChunk>();
  for (const change of stream.changes) {
    if (change.kind === 'cut') {
      const { firstSample, sampleCount, silent } = change;
      chunks.set(firstSample, {
        target: 'test',
        startSec: samplesToSec(firstSample),
        endSec: samplesToSec(firstSample + sampleCount),
        state: silent ? 'silent' : 'queued',
        attempts: 0,
      });
    }
    const chunk = chunks.get(change.firstSample);
    if (change.kind !== 'state' || chunk === undefined) continue;
    chunk.state = change.state;
    if (change.state === 'sent') chunk.attempts += 1;
  }
  const all = [...chunks.values()];
  return receiptOf({
    seconds: Math.max(...all.map(({ endSec }) => endSec)),
    tracks: [],
    chunks: all,
    transcript: stream.lines,
    notes: notes(stream).filter((note): note is string => note != null),
  });
}

const total = (receipt: Receipt, of: 'speechSec' | 'deliveredSec'): number =>
  receipt.minutes.reduce((sum, minute) => sum + minute[of], 0);

/** Seconds that the notes of minutes say were never answered. */
const unansweredSec = ({ notes: said }: Receipt): number =>
  said.reduce(
    (sum, note) => sum + Number(/^Minute \d+: .*? never answered ([\d.]+) s/.exec(note)?.[1] ?? 0),
    0,
  );

describe('a receipt beside the ledger of the target', () => {
  it("says of the old server's meeting what its ledger says: what was told, and what it lost", async () => {
    const stage = await setStage('old,slow=700');
    await stage.speak();
    expect(await stage.end()).toEqual({ complete: true });
    const receipt = receiptFrom(stage);
    const { buffers } = stage.backend.ledger;
    const lostSec = stage.backend.ledger.lost().reduce((sum, { samples }) => sum + samplesToSec(samples), 0);
    // Two of its tasks transcribe one buffer and wipe what comes meanwhile; the receipt can tell it to a buffer.
    expect(lostSec).toBeGreaterThan(0);
    expect(Math.abs(unansweredSec(receipt) - lostSec)).toBeLessThanOrEqual(3);
    expect(total(receipt, 'deliveredSec')).toBe(total(receipt, 'speechSec'));
    expect(stage.stream.lines).toHaveLength(new Set(buffers.map(({ text }) => text)).size);
    expect(receipt.undelivered).toEqual([]);
  });

  it('says by minute what was never answered, as much as the target kept to itself', async () => {
    const stage = await setStage('real,slow=100', [...meeting, ...meeting]);
    // From 40 s to 70 s nothing that the target says arrives.
    let deafSec = 0;
    const stop = stage.clock.every(1_000, () => {
      deafSec += 1;
      if (deafSec === 40) stage.loseWords(true);
      if (deafSec === 70) stage.loseWords(false);
    });
    await stage.speak();
    stop();
    expect(await stage.end()).toEqual({ complete: true });
    const told = new Set(stage.stream.lines.map(({ text }) => text));
    const untoldSec = stage.backend.ledger.buffers
      .filter(({ text }) => !told.has(text))
      .reduce((sum, { samples }) => sum + samplesToSec(samples), 0);
    expect(untoldSec).toBeGreaterThan(10);
    const receipt = receiptFrom(stage);
    expect(receipt.notes.filter((note) => note.startsWith('Minute '))).toHaveLength(2);
    expect(Math.abs(unansweredSec(receipt) - untoldSec)).toBeLessThan(3);
  });

  it('names another client of the same meeting, and marks its words', async () => {
    const stage = await setStage('real,slow=100');
    const other = await connectClient(stage.backend.url);
    let sent = 0;
    const stop = stage.clock.every(4_000, () => {
      sent += 1;
      other.send(audioChunk('meeting-1', noise(3, sent)));
    });
    await stage.speak();
    stop();
    expect(await stage.end()).toEqual({ complete: true });
    expect(notes(stage.stream)).toContainEqual(
      expect.stringContaining('Another client sends audio in the meeting'),
    );
    const marked = stage.stream.lines.filter(({ flags }) => flags.includes('other-client'));
    expect(marked.length).toBeGreaterThan(0);
    const shown = stage.stream.lines.map(({ text }) => text);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('shows words whose result went to a dead connection, marked', async () => {
    const stage = await setStage('real,slow=5000');
    let cuts = 0;
    const stop = stage.clock.every(13_000, () => {
      cuts += 1;
      stage.cut();
    });
    await stage.speak();
    stop();
    expect(await stage.end()).toEqual({ complete: true });
    expect(cuts).toBeGreaterThan(2);
    const marked = stage.stream.lines.filter(({ flags }) => flags.includes('meeting-update'));
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.every(({ flags }) => !flags.includes('other-client'))).toBe(true);
  });
});

describe('a target that goes away after Stop', () => {
  it('is waited for from when it went away, not from Stop', async () => {
    const stage = await setStage('real,slow=12000');
    await stage.speak();
    stage.clock.after(40_000, () => stage.backend.restart(15_000));
    expect(await stage.end()).toEqual({ complete: true });
    expect(stage.unheardSec()).toBeLessThan(0.01);
  });

  it('is given up 20 s after it went away when it does not come back', async () => {
    const stage = await setStage('real,slow=12000');
    await stage.speak();
    const stoppedMs = stage.clock.monotonicMs();
    stage.clock.after(40_000, () => stage.backend.restart(3_600_000));
    expect(await stage.end()).toMatchObject({ complete: false });
    const waitedMs = stage.clock.monotonicMs() - stoppedMs - 40_000;
    expect(waitedMs).toBeGreaterThan(5_000);
    expect(waitedMs).toBeLessThan(30_000);
  });
});
