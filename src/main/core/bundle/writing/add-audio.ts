import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { BundleFile } from '../../../../shared/bundle/bundle.ts';
import type { AudioFile } from '../collectors/stored/spoken-parts.ts';
import type { Source } from '../source/source.ts';
import type { ZipWriter } from './zip-file.ts';

/** Tracks as they are, the newest first, as long as there is room: half a track would be no WAV file. */
export async function addAudio(
  tracks: readonly AudioFile[],
  options: { source: Source; zip: ZipWriter; files: BundleFile[]; signal: AbortSignal; maxBytes: number },
): Promise<void> {
  const { source, zip, files } = options;
  const home = await realpath(source.home).catch(() => source.home);
  for (const { name, path } of tracks) {
    options.signal.throwIfAborted();
    const file = await realpath(join(home, path)).catch(() => null);
    const size =
      file === null
        ? null
        : await stat(file).then(
            ({ size: bytes }) => bytes,
            () => null,
          );
    // The list may name any path; only recordings of this home are sound of ours.
    if (file === null || size === null || !file.startsWith(join(home, 'recordings') + sep)) {
      source.missing.push(`${name}: its file can't be read.`);
      continue;
    }
    if (zip.written() + size > options.maxBytes) {
      source.missing.push(
        `${name} (${Math.round(size / 1024 ** 2)} MB) is left out: there is no room for it.`,
      );
      continue;
    }
    files.push({ name, ...(await zip.addFile(name, file, size)), cut: null });
  }
}
