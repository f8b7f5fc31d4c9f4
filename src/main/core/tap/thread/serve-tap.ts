import { createBirpc } from 'birpc';
import { constants, setPriority } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../../../shared/errors.ts';
import { createSystemClock } from '../../lifecycle/lifecycle.ts';
import { routeThrough, type Dial } from '../../network/network.ts';
import { openTap, type RunningTap } from '../running-tap.ts';
import { createTeller } from './teller.ts';
import {
  errorOf,
  refusedBy,
  type MainCalls,
  type ThreadAnswer,
  type ThreadCalls,
  type ThreadTap,
} from './thread-messages.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Runs one tap in this thread, which does nothing else: what goes through waits for nobody. */
export function serveTap(port: MessagePort): void {
  goBeforeOthers();
  const clock = createSystemClock();
  let tap: RunningTap | null = null;
  const teller = createTeller({
    clock,
    post: (batch) => port.postMessage(batch, [batch.bytes]),
    status: () => statusOf(running()),
    place: () => {
      const { sessionId, target } = running().status();
      return { sessionId, target };
    },
  });

  function running(): RunningTap {
    if (tap === null) throw new AppError('internal', sentence('tester.tap-not-open'));
    return tap;
  }

  const statusOf = (one: RunningTap) => ({ ...one.status(), unrecorded: teller.unrecorded() });

  const main = createBirpc<MainCalls, ThreadCalls>(
    {
      open: (asked) =>
        answered(async () => {
          tap = await openTap({
            ...asked,
            dial: dialOf(asked),
            random: Math.random,
            clock,
            record: (draft) => teller.event(draft),
            onFrame: (frame) => teller.frame(frame),
            onClientGone: (connectionId) => teller.tell({ kind: 'gone', connectionId }),
            onProblem: (problem) => teller.tell({ kind: 'warning', problem }),
            onChange: () => teller.changed(),
          });
        }),
      allow: (origin) => at(() => running().allow(origin)),
      setFaults: (faults, written) => at(() => running().setFaults(faults, written)),
      taken: (bytes) => teller.taken(bytes),
      stop: () =>
        answered(async () => {
          await running().stop();
          teller.flush();
        }),
    },
    {
      post: (message) => port.postMessage(message),
      on: (onMessage) => port.on('message', onMessage),
      timeout: -1,
    },
  );

  function dialOf({ url, headers }: ThreadTap): Dial {
    return {
      url,
      headers,
      async findRoute() {
        const found = await main.route();
        if (!found.ok) throw errorOf(found);
        return routeThrough(found.route);
      },
    };
  }

  function at(change: () => void): ThreadAnswer {
    change();
    return { ok: true, status: statusOf(running()) };
  }

  async function answered(work: () => Promise<void>): Promise<ThreadAnswer> {
    try {
      await work();
      return { ok: true, status: statusOf(running()) };
    } catch (error) {
      return refusedBy(error);
    }
  }
}

/**
 * What passes through takes a moment each time and waits for a processor otherwise, behind whoever records it. Linux keeps
 * a priority for each thread, and gives a higher one to those who have the right to it; elsewhere it would be the whole
 * program's.
 */
function goBeforeOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    // The thread that asks, not the process.
    setPriority(0, constants.priority.PRIORITY_HIGH);
  } catch {
    // It goes as all others do.
  }
}
