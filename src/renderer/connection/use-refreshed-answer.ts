import { useEffect } from 'react';
import type { CommandInput, CommandName } from '../../shared/contract/contract.ts';
import { useAnswer } from './bridge-hooks.ts';
import { useIsVisible } from './use-watched-topic.ts';

const refreshMs = 5_000;

/** An answer that is asked for again every few seconds, while somebody can see it. */
export function useRefreshedAnswer<N extends CommandName>(name: N, input: CommandInput<N>) {
  const isVisible = useIsVisible();
  const answer = useAnswer(name, input, { staleTime: 0 });
  const { refetch } = answer;
  useEffect(() => {
    if (!isVisible) return undefined;
    const timer = setInterval(() => void refetch(), refreshMs);
    return () => clearInterval(timer);
  }, [isVisible, refetch]);
  return answer;
}
