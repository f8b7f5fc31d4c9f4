import { useState } from 'react';
import type { Playing } from '../../../shared/replay/replay.ts';
import { useAnswer, useTopic } from '../../connection/bridge-hooks.ts';

/** What is played now, or what the last one came to. */
export function usePlaying(): Playing {
  const [live, setLive] = useState<Playing | null>(null);
  const { data } = useAnswer('replay.state', {}, { staleTime: 0 });
  useTopic('playing', setLive);
  return live ?? data ?? { phase: 'idle' };
}
