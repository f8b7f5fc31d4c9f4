import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../../../src/main/core/session/run/timeline.ts';

describe('timeline of a session', () => {
  it('is ready as far as the slowest running track', () => {
    const timeline = createTimeline(['system', 'microphone']);
    timeline.advance('system', 3_000);
    expect(timeline.ready()).toBe(0);
    timeline.advance('microphone', 2_000);
    expect(timeline.ready()).toBe(2_000);
    expect(timeline.length()).toBe(3_000);
  });

  it('is no longer held back by a track that ended', () => {
    const timeline = createTimeline(['system', 'microphone']);
    timeline.advance('system', 3_000);
    timeline.end('microphone');
    expect(timeline.ready()).toBe(3_000);
    timeline.end('system');
    expect(timeline.running()).toBe(0);
  });

  it('never goes back when the longer track ends first', () => {
    const timeline = createTimeline(['system', 'microphone']);
    timeline.advance('system', 3_000);
    timeline.advance('microphone', 2_000);
    timeline.end('system');
    expect(timeline.ready()).toBe(2_000);
    timeline.end('microphone');
    expect(timeline.ready()).toBe(3_000);
  });
});
