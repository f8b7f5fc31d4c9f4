import { AppError } from '../../../../shared/errors.ts';
import type { OpenedTarget } from '../../ports/ports.ts';
import type { SessionRun } from './running-session.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * Streams a running session to the target that is being opened; one that it cannot go to is closed again.
 * @throws AppError `bad-input` where people may work with the target and nobody confirmed it, `not-found` once nothing
 * is captured any more, and those of opening
 */
export async function switchRun(
  run: SessionRun,
  opening: Promise<OpenedTarget>,
  isConfirmed: boolean,
): Promise<void> {
  const target = await opening;
  try {
    if (target.asksFirst === true && !isConfirmed) throw asksBefore(target.name);
    run.switchTarget(target);
  } catch (error) {
    await target.close();
    throw error;
  }
}

function asksBefore(name: string): AppError {
  return new AppError('bad-input', sentence('session.confirm-switch', { target: name }));
}
