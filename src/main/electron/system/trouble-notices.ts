import { isRunning } from '../../../shared/session/running.ts';
import type { Status } from '../../../shared/session/status.ts';
import type { Notify } from '../../core/ports/ports.ts';

type Notice = Parameters<Notify>[0];

// As in the verdict: a device that is on has noise in its last bit.
const zerosAlarmSec = 10;

/** What a person has to be told now, or `null`. Waiting for a target needs nobody: audio is kept and sent later. */
export function noticeOf(status: Status): Notice | null {
  const { verdict, session, levels, storageProblem } = status;
  const isDeaf = levels.some(({ state, zeroSec }) => state === 'zeros' && zeroSec >= zerosAlarmSec);
  const needsSomebody =
    verdict.level === 'bad' || (verdict.level === 'warning' && (isDeaf || storageProblem !== null));
  if (!needsSomebody || (!isRunning(status) && session?.state !== 'failed')) return null;
  return {
    title: verdict.headline,
    body: [verdict.reason, verdict.next].filter((part) => part !== null && part !== '').join(' '),
    urgency: verdict.level === 'bad' ? 'critical' : 'normal',
  };
}

/** Tells each trouble once, when it begins, to somebody who does not see the window. */
export function createTroubleNotices(options: { notify: Notify; isSeen: () => boolean }): {
  follow(status: Status): void;
} {
  let told: string | null = null;
  return {
    follow(status) {
      const notice = noticeOf(status);
      if (notice === null) {
        told = null;
        return;
      }
      if (notice.title === told) return;
      told = notice.title;
      if (!options.isSeen()) options.notify(notice);
    },
  };
}
