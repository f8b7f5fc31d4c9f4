import { text } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** Every entry of a zip as text, and its names and comments under `names`. */
export async function readZipTexts(path: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const zip = await openPromise(path, { lazyEntries: true });
  const names: string[] = [zip.comment];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName, entry.fileComment);
    texts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  }
  zip.close();
  return texts.set('names', names.join('\n'));
}
