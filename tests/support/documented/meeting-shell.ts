import { join } from 'node:path';
import { writeSpeechWav } from '../speech.ts';
import { openShell, type Shell } from './shell.ts';

// Each stretch is answered with words of its own: a backend keeps what it said before to itself.
const hearing =
  'echo heard >>"$0.count"\necho "good morning, point $(($(wc -l <"$0.count"))) is the login page"';

/** A shell in a folder with a `meeting.wav`, in which somebody speaks, and an engine that hears words in it. */
export async function openMeetingShell(environment?: NodeJS.ProcessEnv): Promise<Shell> {
  const shell = await openShell(hearing, environment);
  await writeSpeechWav(join(shell.folder, 'meeting.wav'));
  return shell;
}
