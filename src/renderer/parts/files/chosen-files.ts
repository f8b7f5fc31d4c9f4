import { AppError } from '../../../shared/errors.ts';
import { text } from '../../text.ts';

const words = text.files;

/** What was chosen or dropped, and in words what cannot be taken of it. */
export type ChosenFiles = { files: readonly File[]; problems: readonly Error[] };

/**
 * The one file that was chosen.
 * @throws Error in words why there is none
 */
export function oneOf({ files, problems }: ChosenFiles): File {
  const [file] = files;
  if (file === undefined) throw problems[0] ?? new AppError('bad-input', words.nothing);
  return file;
}

/** Marks what takes files by itself, so that the window does not take them as well. */
export const takesFiles = { 'data-takes-files': true } as const;

/** Whether files hover there that belong to nobody but the window. */
export function isForWindow(event: DragEvent): boolean {
  return !(event.target instanceof Element && event.target.closest('[data-takes-files]') !== null);
}

export const hasFiles = (dropped: DataTransfer | null): boolean => dropped?.types.includes('Files') ?? false;

/** The files that were let go, and in words what is none. */
export function filesOf(dropped: DataTransfer | null): ChosenFiles {
  const files: File[] = [];
  const problems: Error[] = [];
  for (const item of dropped?.items ?? []) {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    if (file === null) continue;
    if (item.webkitGetAsEntry()?.isDirectory === true)
      problems.push(new AppError('bad-input', words.folder(file.name)));
    else files.push(file);
  }
  return { files, problems };
}
