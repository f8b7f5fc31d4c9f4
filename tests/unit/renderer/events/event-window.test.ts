import { describe, expect, it } from 'vitest';
import {
  firstWindow,
  jumpedTo,
  mostPlaces,
  mostRows,
  nextLoad,
  withNewer,
  withOlder,
  withRecorded,
  type EventWindow,
} from '../../../../src/renderer/events/list/event-window.ts';
import { storedFrame } from '../../../support/event-database.ts';
import type { StoredEvent } from '../../../../src/shared/events/events.ts';

const event = (seq: number): StoredEvent => ({ seq, ...storedFrame() });
/** From `from` down to `to`. */
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => event(from - n));
const up = (from: number, to: number) => down(to, from).toReversed();
const counted = (total: number) => ({ total, oldestSeq: 1, newestSeq: total });

const shape = ({ rows, first, total, reachesNewest, reachesOldest }: EventWindow) => ({
  rows: rows.length === 0 ? [] : [rows[0]?.seq, rows.at(-1)?.seq],
  first,
  total,
  reachesNewest,
  reachesOldest,
});

describe('a window on a list of events', () => {
  it('begins with the newest, and knows how long the list is', () => {
    expect(shape(firstWindow(down(1_000, 801), 200, counted(1_000)))).toEqual({
      rows: [1_000, 801],
      first: 0,
      total: 1_000,
      reachesNewest: true,
      reachesOldest: false,
    });
    expect(shape(firstWindow(down(3, 1), 200, counted(0)))).toMatchObject({ total: 3, reachesOldest: true });
  });

  it('grows to the older end, and is as long as it turns out to be', () => {
    const grown = withOlder(firstWindow(down(1_000, 801), 200, counted(1_000)), down(800, 601), 200);
    expect(shape(grown)).toMatchObject({ rows: [1_000, 601], first: 0, total: 1_000 });
    // Some were deleted since they were counted.
    expect(shape(withOlder(grown, down(600, 590), 200))).toMatchObject({ total: 411, reachesOldest: true });
  });

  it('lets go of the newer end when it has many rows, and takes it back', () => {
    const far = withOlder(firstWindow(down(9_000, 8_801), 200, counted(9_000)), down(8_800, 5_801), 3_000);
    expect(far.rows).toHaveLength(mostRows);
    expect(shape(far)).toMatchObject({ rows: [8_800, 5_801], first: 200, reachesNewest: false });
    const back = withNewer(far, up(8_801, 9_000), 200);
    expect(shape(back)).toMatchObject({ rows: [9_000, 6_001], first: 1, total: 9_001, reachesNewest: false });
    expect(shape(withNewer(back, [], 200))).toMatchObject({ first: 0, total: 9_000, reachesNewest: true });
  });

  it('is set right when the newest end is nearer or farther than it was estimated', () => {
    const jumped = jumpedTo(firstWindow(down(1_000, 801), 200, counted(1_000)), down(500, 301), {
      first: 450,
      limit: 200,
    });
    expect(shape(jumped)).toMatchObject({ first: 450, total: 1_000, reachesNewest: false });
    const back = withNewer(jumped, up(501, 1_000), 1_000);
    expect(shape(back)).toMatchObject({ rows: [1_000, 301], first: 0, total: 1_050, reachesNewest: true });
  });

  it('puts new events before the newest, once', () => {
    const window = firstWindow(down(10, 1), 200, counted(10));
    const added = withRecorded(window, up(9, 12));
    expect(shape(added)).toMatchObject({ rows: [12, 1], total: 12 });
    expect(withRecorded(added, up(9, 12))).toBe(added);
  });

  it('moves down when there are new events and its rows are others', () => {
    const jumped = jumpedTo(firstWindow(down(1_000, 801), 200, counted(1_000)), down(500, 301), {
      first: 500,
      limit: 200,
    });
    expect(shape(withRecorded(jumped, up(1_001, 1_003)))).toMatchObject({
      rows: [500, 301],
      first: 503,
      total: 1_003,
    });
  });

  it('is never longer than a browser can draw', () => {
    expect(firstWindow(down(1_000, 801), 200, counted(5_000_000)).total).toBe(mostPlaces);
  });
});

describe('what is loaded next', () => {
  const count = counted(100_000);
  const top = firstWindow(down(100_000, 99_801), 200, count);

  it('is nothing while the rows in sight are there', () => {
    expect(nextLoad(top, { from: 0, to: 30 }, count)).toBeNull();
    expect(nextLoad(firstWindow(down(3, 1), 200, counted(3)), { from: 0, to: 3 }, counted(3))).toBeNull();
  });

  it('is the next older page before the end comes into sight, and more when the wheel is faster', () => {
    expect(nextLoad(top, { from: 120, to: 150 }, count)).toEqual({
      kind: 'older',
      beforeSeq: 99_801,
      limit: 200,
    });
    expect(nextLoad(top, { from: 700, to: 730 }, count)).toMatchObject({ kind: 'older', limit: 600 });
  });

  it('is another place when the scroll bar was dragged there, taken for evenly spread', () => {
    const wanted = nextLoad(top, { from: 50_060, to: 50_090 }, count);
    expect(wanted).toEqual({ kind: 'jump', first: 50_000, beforeSeq: 50_001 });
    const there = jumpedTo(top, down(50_000, 49_801), { first: 50_000, limit: 200 });
    expect(nextLoad(there, { from: 50_060, to: 50_090 }, count)).toBeNull();
    expect(nextLoad(there, { from: 50_010, to: 50_040 }, count)).toEqual({
      kind: 'newer',
      afterSeq: 50_000,
      limit: 200,
    });
    expect(nextLoad(there, { from: 0, to: 30 }, count)).toMatchObject({ kind: 'jump', first: 0 });
  });

  it('is nothing of an empty list', () => {
    expect(nextLoad(firstWindow([], 200, counted(0)), { from: 0, to: 0 }, counted(0))).toBeNull();
  });
});
