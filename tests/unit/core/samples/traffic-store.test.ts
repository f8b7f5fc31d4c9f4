import { expect, it } from 'vitest';
import { withRunning } from '../../../../src/main/core/samples/store/traffic-store.ts';
import { noBytes } from '../../../../src/shared/session/session.ts';
import { busyNetwork } from '../../../e2e/support/vitals.ts';
import { sampleSession } from '../../../e2e/support/samples.ts';

const network = busyNetwork();
const [earlier] = network.sessions;
const running = { sessionId: 'now', title: 'Stand-up', target: 'staging', bytes: noBytes };
const stored = { ...network, sessions: earlier === undefined ? [] : [running, earlier] };
const bytes = { out: 1_000, in: 100, plainOut: 2_000 };

it('tells of a running session what it has moved so far, and of its target the sum', () => {
  const session = sampleSession({ sessionId: 'now', state: 'recording' });
  const { sessions, targets, byType } = withRunning(stored, { session, bytes });
  expect(sessions).toEqual([{ ...running, bytes }, earlier]);
  expect(targets).toEqual([
    { target: 'staging', sessions: 2, bytes: { out: 12_641_000, in: 96_500, plainOut: 32_402_000 } },
  ]);
  expect(byType).toEqual(network.byType);
});

it('leaves a session that is over to what was stored, which grows when audio is sent later', () => {
  const session = sampleSession({ sessionId: 'now', state: 'ended' });
  expect(withRunning(stored, { session, bytes })).toEqual(stored);
  expect(withRunning(stored, { session: null, bytes })).toEqual(stored);
});
