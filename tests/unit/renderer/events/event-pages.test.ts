import { describe, expect, it } from 'vitest';
import {
  addNewest,
  matchesType,
  mostLoaded,
  olderCursor,
  type EventPages,
} from '../../../../src/renderer/events/event-pages.ts';
import type { StoredEvent } from '../../../../src/shared/events.ts';

function event(seq: number, type = 'AUDIO_CHUNK'): StoredEvent {
  return {
    seq,
    type,
    wallMs: seq,
    monoMs: seq,
    kind: 'frame',
    direction: 'in',
    sessionId: null,
    target: null,
    connectionId: null,
    generation: null,
    bytes: null,
    raw: null,
    fields: {},
    reason: null,
  };
}

const seqs = (pages: EventPages): number[] => pages.pages.flat().map(({ seq }) => seq);
const loaded: EventPages = { pages: [[event(6), event(5)], [event(4)]], pageParams: [null, 5] };

describe('addNewest', () => {
  it('puts a batch, oldest first, before the loaded events, newest first', () => {
    expect(seqs(addNewest(loaded, [event(7), event(8)]))).toEqual([8, 7, 6, 5, 4]);
  });

  it('leaves out what an answer already had', () => {
    expect(seqs(addNewest(loaded, [event(6), event(7)]))).toEqual([7, 6, 5, 4]);
    expect(addNewest(loaded, [event(5)])).toBe(loaded);
  });

  it('starts a list that was empty', () => {
    expect(seqs(addNewest({ pages: [[]], pageParams: [null] }, [event(1), event(2)]))).toEqual([2, 1]);
  });

  it('lets go of the oldest beyond its room, and the cursor follows', () => {
    const batch = Array.from({ length: mostLoaded }, (_, index) => event(index + 7));
    const pages = addNewest(loaded, batch);
    expect(pages.pages.flat()).toHaveLength(mostLoaded);
    expect(pages.pageParams).toHaveLength(pages.pages.length);
    expect(olderCursor(pages.pages.at(-1) ?? [])).toBe(7);
  });
});

describe('olderCursor', () => {
  it('is the last event of a page, and none after an empty page', () => {
    expect(olderCursor([event(6), event(5)])).toBe(5);
    expect(olderCursor([])).toBeUndefined();
  });
});

describe('matchesType', () => {
  it('finds a part of a type in either case', () => {
    expect(matchesType(event(1, 'TRANSCRIPTION_RESULT'), ' transcription ')).toBe(true);
    expect(matchesType(event(1, 'AUDIO_CHUNK'), 'transcription')).toBe(false);
  });
});
