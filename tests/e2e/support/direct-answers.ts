import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { EngineStatus } from '../../../src/shared/settings/engines.ts';
import type { Key } from '../../../src/shared/settings/secrets.ts';
import { pastSessions } from './samples.ts';

const nothingKnown = { audioSecThisHour: null, requestsThisMinute: null, requestsTold: null };

/** Speech engines, one of which needs a key, and the search. */
export function directAnswers(
  listKeys: Handlers['keys.list'],
  /** A session began or ended to be transcribed. */
  onSession: (sessionId: string) => void,
): Pick<
  Handlers,
  | 'engines.list'
  | 'engines.tryNow'
  | 'transcripts.start'
  | 'transcripts.progress'
  | 'transcripts.cancel'
  | 'transcripts.search'
> {
  let running: string | null = null;
  const groq = (key: Key['state']): EngineStatus => ({
    name: 'groq',
    title: 'Groq',
    state: key.set ? 'ready' : 'needs-key',
    sentence: key.set
      ? 'Audio with speech in it goes to Groq (whisper-large-v3-turbo).'
      : 'Groq needs a key: enter it in the page, or set GROQ_API_KEY. Keys are made at console.groq.com.',
    key: { name: 'groq', state: key },
    hold: null,
    inFlight: key.set ? 1 : 0,
    left: key.set ? { audioSecThisHour: 4_310, requestsThisMinute: null, requestsTold: 1_873 } : nothingKnown,
  });
  const pocketsphinx: EngineStatus = {
    name: 'pocketsphinx',
    title: 'pocketsphinx',
    state: 'ready',
    sentence: 'Runs on this machine, for nothing.',
    key: null,
    hold: null,
    inFlight: 0,
    left: nothingKnown,
  };
  return {
    async 'engines.list'() {
      const key = (await listKeys({})).find(({ name }) => name === 'groq')?.state;
      const state = key ?? { set: false, lastFour: null, kept: 'stored' };
      return { engines: [groq(state), pocketsphinx], chosen: 'auto' };
    },
    'engines.tryNow': () => Promise.resolve({}),
    'transcripts.start'({ sessionId }) {
      running = sessionId;
      onSession(sessionId);
      return Promise.resolve({});
    },
    'transcripts.progress': ({ sessionId }) =>
      Promise.resolve({
        progress:
          sessionId === running
            ? { segments: 12, sentence: 'Groq takes no more right now (429). The audio is kept.' }
            : null,
      }),
    'transcripts.cancel'({ sessionId }) {
      running = null;
      onSession(sessionId);
      return Promise.resolve({});
    },
    'transcripts.search': ({ query }) =>
      Promise.resolve(
        pastSessions.slice(0, 2).map(({ sessionId, title, startedAt }, index) => ({
          sessionId,
          title,
          startedAt,
          transcriptId: 1,
          engine: 'groq',
          startSec: 92 * (index + 1),
          endSec: 92 * (index + 1) + 6,
          text: `Then the ${query}: yesterday it was away for twenty minutes and nothing was lost.`,
          speaker: 'system',
        })),
      ),
  };
}
