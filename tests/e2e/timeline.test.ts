import { expect, it } from 'vitest';
import type { StoredEvent } from '../../src/shared/events/events.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { sampleEvent, sampleSession } from './support/samples.ts';

const session = { ...sampleSession(), state: 'ended' as const };
const startMs = 1_772_442_902_000;

function frame(seq: number, change: Partial<StoredEvent>): StoredEvent {
  const place = { sessionId: session.sessionId, connectionId: 'c0ffee00-1', generation: 1 };
  return {
    ...sampleEvent(seq),
    kind: 'frame',
    wallMs: startMs + seq * 500,
    reason: null,
    ...place,
    ...change,
  };
}

/** Twenty chunks; each fourth is answered, and the last answer comes again under its old name. */
const events: StoredEvent[] = Array.from({ length: 20 }, (_, n) => n).flatMap((n) => {
  const chunk = frame(n * 4 + 1, {
    type: 'AUDIO_CHUNK',
    direction: 'out',
    fields: { chunkId: `m-${n * 16_000}`, audioBytes: 32_000 },
  });
  const answer = (seq: number, type: string): StoredEvent =>
    frame(seq, {
      type,
      direction: 'in',
      fields: { chunkId: `b-${n}` },
      raw: `{"data":{"text":"words ${n}"}}`,
    });
  if (n % 4 !== 3) return [chunk];
  if (n !== 19) return [chunk, answer(n * 4 + 2, 'TRANSCRIPTION_RESULT')];
  return [chunk, answer(n * 4 + 2, 'TRANSCRIPTION_RESULT'), answer(n * 4 + 3, 'transcription_result')];
});

describePage('the connection timeline', ({ open, takeScreenshot }) => {
  it('is reached from its session, counts what is stored, and is used by keys and as a table', async () => {
    const page = await open(createFakeCore({ sessions: [session], events }));
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('link', { name: new RegExp(session.title) }).click();
    await page.getByRole('link', { name: 'Connection timeline' }).click();
    const figure = (name: string) => page.locator('.timeline-figures > div', { hasText: name }).locator('dd');
    await expect.poll(() => figure('Chunks sent').innerText()).toBe('20');
    await expect.poll(() => figure('Answers').innerText()).toBe('6');
    await page.getByText('Socket 1 (c0ffee00)').waitFor();
    const last = Math.max(...events.map(({ seq }) => seq));
    const again = page.getByRole('link', { name: new RegExp(`^Event ${last}: answer, again`) });
    await expect.poll(() => again.getAttribute('href')).toBe(`#/events?event=${last}`);
    await takeScreenshot(page, 'timeline');

    // The second half by keys alone, then the same as a table.
    await page.getByRole('group', { name: /^Lanes over time/ }).focus();
    for (const key of ['+', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.getByRole('link', { name: /^Event 1: chunk/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.getByRole('region', { name: 'Events of the timeline' }).getByRole('row');
    const middleMs = (startMs * 2 + (1 + last) * 500) / 2;
    await expect.poll(() => rows.count()).toBe(1 + events.filter(({ wallMs }) => wallMs >= middleMs).length);
  });
});
