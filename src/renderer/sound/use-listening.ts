import { useEffect, useEffectEvent, useState } from 'react';
import type { SourceName } from '../../shared/sound/audio.ts';
import type { Listened } from '../../shared/sound/devices.ts';
import { useAnswer, useCall, useTopic } from '../connection/bridge-hooks.ts';
import { useIsVisible } from '../connection/use-watched-topic.ts';

// The app listens for ten seconds after it was asked last.
const askAgainMs = 4_000;

/** What is heard of some sources now, as long as this is mounted and seen; `error` where the app could not be asked. */
export function useListening(sources: readonly SourceName[]): {
  heard: Partial<Record<SourceName, Listened>>;
  error: unknown;
} {
  const call = useCall();
  const isVisible = useIsVisible();
  const [heard, setHeard] = useState<Partial<Record<SourceName, Listened>>>({});
  const [error, setError] = useState<unknown>(null);
  const chosen = useAnswer('settings.get', {}, { select: ({ sound }) => JSON.stringify(sound) }).data;
  const wanted = sources.join(' ');
  useTopic('sound', (listened) => setHeard((before) => ({ ...before, [listened.source]: listened })));
  const ask = useEffectEvent(() => {
    Promise.all(sources.map((source) => call('sound.listen', { source }))).then(
      () => setError(null),
      (failure: unknown) => setError(failure),
    );
  });
  useEffect(() => {
    if (!isVisible || chosen === undefined) return undefined;
    ask();
    const timer = setInterval(() => ask(), askAgainMs);
    return () => clearInterval(timer);
  }, [isVisible, chosen, wanted]);
  return { heard, error };
}
