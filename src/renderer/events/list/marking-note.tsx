import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useCall, useIsConnected } from '../../connection/bridge-hooks.ts';
import { count } from '../../format.ts';
import { text } from '../../text.ts';
import type { EventSource } from './event-source.ts';

const lookAgainMs = 1_000;

/** How much of the store can be chosen by verdict and cause already; the list grows with it. */
export function MarkingNote({ source }: { source: EventSource }): ReactNode {
  const call = useCall();
  const isConnected = useIsConnected();
  const queries = useQueryClient();
  const [judged, setJudged] = useState<{ done: number; all: number } | null>(null);

  useEffect(() => {
    if (!isConnected) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let wasBehind = false;
    async function look(): Promise<void> {
      const { markedSeq, firstSeq, lastSeq } = await call('analysis.marking', {});
      if (isOver) return;
      const isBehind = markedSeq < lastSeq;
      const done = Math.max(0, markedSeq - firstSeq + 1);
      setJudged(isBehind ? { done, all: lastSeq - firstSeq + 1 } : null);
      if (isBehind || wasBehind) {
        source.refresh();
        void queries.invalidateQueries({ queryKey: ['events.histogram'] });
      }
      wasBehind = isBehind;
      if (isBehind) timer = setTimeout(() => void look().catch(() => undefined), lookAgainMs);
    }
    // What cannot be asked is told by the list itself.
    look().catch(() => undefined);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `call` is another function with each drawing
  }, [source, isConnected]);

  if (judged === null) return null;
  return (
    <p className="events-marking" role="status">
      {text.events.marking(count(judged.done), count(judged.all))}
      <progress value={judged.done} max={judged.all} aria-label={text.events.markingBar} />
    </p>
  );
}
