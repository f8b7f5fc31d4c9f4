import { useMemo, useState } from 'react';
import type { Sample, SampleColumns } from '../../shared/health/sample.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { useNow } from '../opened/opened-context.ts';
import { withLive } from './live-columns.ts';
import { useWatchedTopic } from '../connection/use-watched-topic.ts';

const maxPoints = 720;
// So many seconds are drawn as they come; then all is asked for again, thinned out by the core.
const mostLive = 300;

const nothing: SampleColumns = { atMs: [], series: {} };

/** What was measured over a stretch of time up to now, and what is measured while the page is looked at. */
export function useSamples(
  prefixes: readonly string[],
  windowMs: number,
): { columns: SampleColumns; error: unknown } {
  const now = useNow();
  // From when on it was asked; it stays until enough has come since.
  const [round, setRound] = useState(() => ({ sinceMs: now() - windowMs, windowMs }));
  const [live, setLive] = useState<readonly Sample[]>([]);
  if (round.windowMs !== windowMs) restart();
  const { data, error } = useAnswer(
    'samples.list',
    { prefixes: [...prefixes], sinceMs: round.sinceMs, maxPoints },
    { staleTime: 0 },
  );

  function restart(): void {
    setRound({ sinceMs: now() - windowMs, windowMs });
    setLive([]);
  }

  useWatchedTopic('samples', (sample) => {
    if (live.length >= mostLive) restart();
    else setLive([...live, sample]);
  });

  const columns = useMemo(() => withLive(data ?? nothing, live, prefixes), [data, live, prefixes]);
  return { columns, error };
}
