import { expect, test } from 'vitest';
import { describeWith } from '../../support/machine/needs.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { killInSoak } from './killed-soak.ts';

describeWith(['builtPage'], 'a soak in an app that is killed', () => {
  test('goes on in the same meeting when the app is started again, and ends whole', async () => {
    const { home, backend, runId } = await killInSoak({ phases: ['handshake', 'soak'], soakMin: 0.5 });

    const second = await startHeadlessHost(home);
    const after = await openBridge(second.url);
    await expect.poll(async () => (await after.call('verification.show', { runId })).state).toBe('done');
    const run = await after.call('verification.show', { runId });
    expect(run.phases.map(({ id, status }) => [id, status])).toEqual([
      ['handshake', 'pass'],
      ['soak', 'pass'],
    ]);
    const [connection] = run.phases[1]?.checks ?? [];
    expect(connection?.found).toMatch(/restarted after .* minutes and continued the same meeting/);
    expect(run.phases[1]?.sessionIds).toHaveLength(2);
    expect(run.unfinished).toBeUndefined();

    // The backend's own books: one meeting, and each second of it.
    const soak = backend.ledger.received.filter(({ meetingId }) => meetingId.includes('soak'));
    expect(new Set(soak.map(({ meetingId }) => meetingId)).size).toBe(1);
    expect(soak.length).toBeGreaterThanOrEqual(30);
  });
});
