import { mkdir } from 'node:fs/promises';
import { AppError, messageOf } from '../../../shared/errors.ts';

/**
 * Makes the folder of all data of a user, for that user alone.
 * @throws AppError `storage-failed`
 */
export async function makeHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new AppError(
      'storage-failed',
      `The folder ${home} cannot be used: ${messageOf(cause)}. Give another one with --home or SCRUMBOT_HOME.`,
      { cause },
    );
  });
}
