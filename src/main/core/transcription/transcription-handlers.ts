import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SearchHit } from '../../../shared/session/transcript/transcripts.ts';
import type { Direct } from './direct.ts';
import type { SettingsFile } from '../settings/settings.ts';

type DirectCommand = Extract<keyof Handlers, `engines.${string}` | `transcripts.${string}`>;

/** Speech engines, and the transcripts that they make. */
export function directHandlers(core: {
  direct: Direct;
  settingsFile: SettingsFile;
  searchTranscripts: (query: string, limit: number) => Promise<SearchHit[]>;
}): Pick<Handlers, DirectCommand> {
  const { direct } = core;
  return {
    'engines.list': async () => ({
      engines: await direct.engines(),
      chosen: (await core.settingsFile.read()).direct.engine,
    }),
    'engines.tryNow': () => {
      direct.release();
      return Promise.resolve({});
    },
    'transcripts.start': async ({ sessionId, engine, isAnew }) => {
      const { done } = await direct.transcribe(sessionId, { engine, isAnew });
      // How it ends is told with the session.
      done.catch(() => undefined);
      return {};
    },
    'transcripts.progress': ({ sessionId }) => Promise.resolve({ progress: direct.progressOf(sessionId) }),
    'transcripts.cancel': async ({ sessionId }) => {
      await direct.cancel(sessionId);
      return {};
    },
    'transcripts.search': ({ query, limit }) => core.searchTranscripts(query, limit),
  };
}
