import { describe, expect, it } from 'vitest';
import { edgeSec, meeting, notes, setStage, states, timeErrors } from './real-stage.ts';

describe('a stream to the real backend, by what it really transcribed', () => {
  it.each([100, 2_000, 12_000])(
    'loses no word to a transcriber of %d ms a buffer, and tells each at its time',
    async (slowMs) => {
      const stage = await setStage(`real,slow=${slowMs}`);
      await stage.speak();
      expect(await stage.end()).toEqual({ complete: true });
      expect(stage.backend.ledger.lost().map(({ chunkId }) => chunkId)).toEqual([]);
      expect(stage.unheardSec()).toBeLessThan(edgeSec);
      expect(stage.stream.lines.map(({ text }) => text)).toEqual(stage.heard.map(({ text }) => text));
      expect(Math.max(...timeErrors(stage))).toBeLessThan(0.5);
      expect(new Set(states(stage.stream).values())).toEqual(new Set(['answered']));
      expect(notes(stage.stream)).toEqual([]);
      expect(stage.stream.events.filter(({ type }) => type === 'connection.ended')).toEqual([]);
    },
  );

  it('sends again what a restarted backend forgot, and says so', async () => {
    const stage = await setStage('real,slow=2000', [...meeting, ...meeting]);
    let restarts = 0;
    const cancel = stage.clock.every(31_000, () => {
      restarts += 1;
      stage.backend.restart();
    });
    await stage.speak();
    cancel();
    expect(await stage.end()).toEqual({ complete: true });
    expect(restarts).toBeGreaterThan(2);
    expect(stage.backend.ledger.lost().length).toBeGreaterThan(0);
    expect(stage.unheardSec()).toBeLessThan(edgeSec);
    expect(notes(stage.stream).filter((note) => note?.includes('restarted'))).toHaveLength(restarts);
  });

  it('stays connected to a target that talks without pongs, calls what it was sent unconfirmed, sends it once, and ends', async () => {
    const stage = await setStage('real,slow=100,no-pong', [...meeting, ...meeting]);
    await stage.speak();
    expect(await stage.end()).toEqual({ complete: true });
    expect(stage.stream.counts()).toMatchObject({ delivered: 0, retried: 0, pending: 0 });
    expect(stage.stream.counts().unconfirmed).toBeGreaterThan(60);
    expect(stage.stream.events.filter(({ type }) => type === 'connection.opening')).toHaveLength(1);
    expect(stage.unheardSec()).toBeLessThan(edgeSec);
    expect(notes(stage.stream)).toEqual([expect.stringContaining('unconfirmed')]);
  });

  it('shows every word of the old backend once, under a name of its own for the meeting', async () => {
    const stage = await setStage('old,slow=700');
    await stage.speak();
    expect(await stage.end()).toEqual({ complete: true });
    expect(new Set(stage.stream.lines.map(({ text }) => text)).size).toBe(stage.stream.lines.length);
    expect(new Set(stage.stream.lines.map(({ text }) => text))).toEqual(
      new Set(stage.heard.map(({ text }) => text)),
    );
    expect(stage.stream.events.filter(({ type }) => type === 'frame.foreign')).toEqual([]);
  });
});
