import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readTrackWav, writeTrackWav } from './wav.ts';

export const speechTools = ['espeak-ng', 'sox'];

/** About twelve seconds of plain words. */
const meetingWords =
  'Good morning everyone. Today we talk about the login page. Anna will finish the review by Friday, ' +
  'and Peter is going to call the customer. The next meeting is on Monday at ten.';

/** Speaks `words` into a 16 kHz mono file, cut to `maxSec`, and answers its samples. */
export async function writeSpeechWav(
  path: string,
  { words = meetingWords, maxSec = 60 }: { words?: string; maxSec?: number } = {},
): Promise<Int16Array> {
  const spoken = `${path}.spoken.wav`;
  const run = promisify(execFile);
  await run('espeak-ng', ['-s', '150', '-w', spoken, words]);
  // -D: no dither, so that the same words make the same samples.
  await run('sox', ['-D', spoken, '-r', '16000', '-c', '1', '-b', '16', path, 'trim', '0', String(maxSec)]);
  const pcm = await readTrackWav(path);
  await writeTrackWav(path, pcm);
  return pcm;
}
