import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import {
  createSessionTranscription,
  type SessionTranscription,
  type TranscriptionOptions,
} from './session-transcription.ts';

/** Makes transcriptions, and knows those that are under way. */
export type Transcriptions = {
  /** Reads what all of them take from the settings; the answer starts one. */
  prepare(): Promise<(session: TranscribedSession) => SessionTranscription>;
  /** Somebody wants an engine tried: what waits for it looks again. */
  tryNow(engine: string): void;
};

/** What is different in each. */
export type TranscribedSession = Pick<
  TranscriptionOptions,
  'sessionId' | 'transcriptId' | 'desk' | 'tracks' | 'patienceMs' | 'signal' | 'onLine' | 'onChange'
>;

/** What is the same in all. */
export type TranscriptionsOptions = Pick<
  TranscriptionOptions,
  'reads' | 'writes' | 'clock' | 'record' | 'createDetector'
> & { readSettings: () => Promise<DirectSettings> };

export function createTranscriptions(options: TranscriptionsOptions): Transcriptions {
  const { reads, writes, clock, record, createDetector } = options;
  /** With the names of their engines. */
  const underWay = new Map<SessionTranscription, string>();
  return {
    async prepare() {
      const { language, vocabulary, speakers } = await options.readSettings();
      return (session) => {
        const transcription = createSessionTranscription({
          ...session,
          language,
          vocabulary,
          speakers,
          reads,
          writes,
          clock,
          record,
          createDetector,
          random: Math.random,
        });
        underWay.set(transcription, session.desk.name);
        // `done` never rejects.
        void transcription.done.finally(() => underWay.delete(transcription));
        return transcription;
      };
    },
    tryNow(engine) {
      for (const [transcription, name] of underWay) if (name === engine) transcription.tryNow();
    },
  };
}
