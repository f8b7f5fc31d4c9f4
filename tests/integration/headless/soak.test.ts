import { expect, test } from 'vitest';
import { describeWith } from '../../support/machine/needs.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { killInSoak } from './killed-soak.ts';

describeWith(['builtPage'], 'a soak in an app that is killed', () => {
  test('goes on in the same meeting when the app is started again', async () => {
    // Far longer than this test: it cannot be over before the app is killed.
    const { home, backend, runId } = await killInSoak({ phases: ['soak'], soakMin: 600 });
    const sentBefore = backend.ledger.received.length;

    const second = await startHeadlessHost(home);
    const after = await openBridge(second.url);
    await expect
      .poll(async () => (await after.call('verification.show', { runId })).unfinished?.soak?.parts.length)
      .toBe(2);
    // The backend's own books: more came, and all of it in one meeting.
    await expect.poll(() => backend.ledger.received.length).toBeGreaterThan(sentBefore);
    const meetings = backend.ledger.received.map(({ meetingId }) => meetingId);
    expect(new Set(meetings).size).toBe(1);
    const [, again] = (await after.call('verification.show', { runId })).unfinished?.soak?.parts ?? [];
    expect(again?.fromSec).toBeGreaterThanOrEqual(3);

    // Stopped by a person it stays stopped, and can be gone on with.
    await after.call('verification.cancel', {});
    await expect.poll(async () => (await after.call('verification.show', { runId })).state).toBe('cancelled');
    const [shown] = await after.call('verification.history', {});
    expect(shown).toMatchObject({ runId, resumable: true });
  });
});
