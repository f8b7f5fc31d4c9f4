import { useState } from 'react';
import { useAnswer, useTopic } from './bridge-hooks.ts';

/** What the built-in backend gets wrong on purpose at the moment, as it is written; empty when nothing. */
export function useSimulatedFaults(): string {
  const [live, setLive] = useState<string | null>(null);
  useTopic('backend', ({ faults }) => setLive(faults));
  const { data } = useAnswer('backend.faults', {}, { staleTime: 0 });
  return live ?? data?.faults ?? '';
}
