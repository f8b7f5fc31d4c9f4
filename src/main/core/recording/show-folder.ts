import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** A desktop that can show a file in its folder. */
export type ShowsFiles = { showFile?(path: string): void };

/**
 * Shows the folder of a session's recording, and nothing else on this disk: an id is the name of a folder of ours, no path.
 * Shown, not opened, so that no file in it is ever started.
 * @throws AppError `not-found` for what is no recording, or without a desktop
 */
export async function showFolder(
  sessionId: string,
  { home, desktop }: { home: string; desktop: ShowsFiles | null },
): Promise<void> {
  if (desktop?.showFile === undefined) throw new AppError('not-found', sentence('host.desktop-shows-folder'));
  const missing = new AppError('not-found', sentence('recording.no-folder', { sessionId }));
  if (!/^[\w-]+$/.test(sessionId)) throw missing;
  const folder = join(home, 'recordings', sessionId);
  const found = await lstat(folder).catch(() => null);
  if (found?.isDirectory() !== true) throw missing;
  const tracks = (await readdir(folder)).filter((name) => name.endsWith('.wav')).sort();
  desktop.showFile(tracks[0] === undefined ? folder : join(folder, tracks[0]));
}
