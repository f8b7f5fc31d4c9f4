import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SearchHit } from '../../../shared/session/transcript/transcripts.ts';
import type { Direct } from './direct.ts';
import { plainOriginOf } from '../speech/speech.ts';
import type { SettingsFile } from '../settings/settings.ts';

type DirectCommand = Extract<
  keyof Handlers,
  'engines.list' | 'engines.tryNow' | 'engines.allow' | `transcripts.${string}`
>;

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
    'engines.allow': async ({ address, isAllowed }) => {
      const origin = plainOriginOf(address);
      const others = (await core.settingsFile.read()).direct.plainAddresses.filter(
        (known) => known !== origin,
      );
      const plainAddresses = isAllowed ? [...others, origin] : others;
      const settings = await core.settingsFile.update({ direct: { plainAddresses } });
      direct.release();
      return { plainAddresses: settings.direct.plainAddresses };
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
