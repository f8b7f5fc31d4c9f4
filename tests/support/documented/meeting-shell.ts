import { join } from 'node:path';
import { writeSpeechWav } from '../speech.ts';
import { openShell, type Shell } from './shell.ts';

// Each stretch has words of its own, the same whenever it is heard again: a backend keeps to itself what it said before.
const hearing = 'echo "good morning, point $(cksum <"$2" | cut -d" " -f1) is the login page"';

/** A shell in a folder with a `meeting.wav`, in which somebody speaks, and an engine that hears words in it. */
export async function openMeetingShell(environment?: NodeJS.ProcessEnv): Promise<Shell> {
  const shell = await openShell(hearing, environment);
  await writeSpeechWav(join(shell.folder, 'meeting.wav'));
  return shell;
}
