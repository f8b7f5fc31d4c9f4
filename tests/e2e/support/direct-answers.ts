import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import type { EngineStatus } from '../../../src/shared/settings/engines.ts';
import type { Key } from '../../../src/shared/settings/secrets.ts';
import { modelAnswers } from './model-answers.ts';
import { pastSessions } from './samples.ts';

const nothingKnown = { audioSecThisHour: null, requestsThisMinute: null, requestsTold: null };

/** Speech engines, one of which needs a key, and the search. */
export function directAnswers(
  listKeys: Handlers['keys.list'],
  topics: TopicHub,
  /** Addresses that somebody said yes to are settings. */
  onAllowed: (plainAddresses: string[]) => void,
): Pick<
  Handlers,
  | 'engines.list'
  | 'engines.tryNow'
  | 'engines.allow'
  | 'engines.models'
  | 'engines.getModel'
  | 'engines.cancelModel'
  | 'engines.removeModel'
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
      : 'Groq needs a key. Enter one, or set GROQ_API_KEY. Keys are made at console.groq.com.',
    action: null,
    key: { name: 'groq', state: key },
    hold: null,
    inFlight: key.set ? 1 : 0,
    left: key.set ? { audioSecThisHour: 4_310, requestsThisMinute: null, requestsTold: 1_873 } : nothingKnown,
  });
  const pocketsphinx: EngineStatus = {
    name: 'pocketsphinx',
    title: 'pocketsphinx',
    state: 'ready',
    sentence: 'Runs on this machine, free of charge. Rough words only, and English.',
    action: null,
    key: null,
    hold: null,
    inFlight: 0,
    left: nothingKnown,
  };
  const whisper = (isReady: boolean): EngineStatus => ({
    ...pocketsphinx,
    name: 'whisper',
    title: 'Whisper on this machine',
    state: isReady ? 'ready' : 'needs-setup',
    sentence: isReady
      ? 'Runs on this machine, free of charge, with ggml-base-q5_1.bin.'
      : 'Needs a model; the smallest good one has 60 MB.',
    action: isReady ? null : { do: 'get-model' },
  });
  const server = 'http://192.168.1.20:8000';
  let isAllowed = false;
  const openai = (): EngineStatus => ({
    ...pocketsphinx,
    name: 'openai-compatible',
    title: 'OpenAI-compatible server',
    state: 'needs-setup',
    sentence: isAllowed
      ? 'The server does not answer.'
      : `The address of the server is not encrypted: whoever is on that network can listen. If ${server} is a machine of yours, allow it once, or use https://.`,
    action: isAllowed ? null : { do: 'allow-address', address: server },
  });
  const models = modelAnswers(topics);
  return {
    ...models.handlers,
    async 'engines.list'() {
      const key = (await listKeys({})).find(({ name }) => name === 'groq')?.state;
      const state = key ?? { set: false, lastFour: null, kept: 'stored' };
      return { engines: [groq(state), whisper(models.isAnyReady()), openai(), pocketsphinx], chosen: 'auto' };
    },
    'engines.tryNow': () => Promise.resolve({}),
    'engines.allow': (answer) => {
      isAllowed = answer.isAllowed;
      const plainAddresses = isAllowed ? [server] : [];
      onAllowed(plainAddresses);
      topics.publish('engines', {});
      return Promise.resolve({ plainAddresses });
    },
    'transcripts.start'({ sessionId }) {
      running = sessionId;
      topics.publish('sessions', { sessionId });
      return Promise.resolve({});
    },
    'transcripts.progress': ({ sessionId }) =>
      Promise.resolve({
        progress:
          sessionId === running
            ? { segments: 12, sentence: 'Groq accepts no more right now (429). The audio is kept.' }
            : null,
      }),
    'transcripts.cancel'({ sessionId }) {
      running = null;
      topics.publish('sessions', { sessionId });
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
