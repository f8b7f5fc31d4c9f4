import type { OpenZip } from './read-zip.ts';

// No line of ours comes near it; one that does is let go rather than kept in memory.
const longestLine = 2_000_000;

/** Hears a file of a bundle line by line, some at a time, and waits for whoever takes them; nothing where it has no such file. */
export async function readZipLines(
  zip: OpenZip,
  name: string,
  take: (lines: readonly string[]) => Promise<void> | void,
): Promise<void> {
  if (!zip.entries.some((entry) => entry.name === name)) return;
  let rest = '';
  await zip.read(name, {
    keep: false,
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) rest = '';
      return take(lines);
    },
  });
  await take([rest]);
}
