import { join } from 'node:path';
import { expect } from 'vitest';
import type { PhaseId } from '../../../src/shared/verification/verification.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startSimulatedBackend } from '../verification/verify.ts';

/** An app that was killed once its soak had sent 3 s, and the backend that heard it. */
export async function killInSoak(asked: { phases: PhaseId[]; soakMin: number }) {
  const home = join(await makeTemporaryFolder(), 'home');
  const backend = await startSimulatedBackend('real');
  const { url, scrumbot } = await startHeadlessHost(home);
  const bridge = await openBridge(url);
  const { runId } = await bridge.call('verification.start', { target: backend.url, ...asked });
  await expect
    .poll(async () => (await bridge.call('verification.show', { runId })).unfinished?.soak?.sentSec ?? 0)
    .toBeGreaterThanOrEqual(3);
  scrumbot.process.kill('SIGKILL');
  await scrumbot.finished;
  return { home, backend, runId };
}
