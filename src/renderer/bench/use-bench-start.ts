import { useState, type SubmitEvent } from 'react';
import type { CommandInput, CommandName } from '../../shared/contract/contract.ts';
import { useCommand } from '../connection/bridge-hooks.ts';

/** Starts what a form of the bench asks for. A request that cannot be made is told like one that is refused. */
export function useBenchStart<N extends CommandName>(
  name: N,
  form: {
    canStart?: boolean;
    /** @throws AppError for what the core would refuse anyway */
    request: () => CommandInput<N>;
    onSuccess?: () => void;
  },
): { begin: (event: SubmitEvent) => void; isPending: boolean; problem: unknown } {
  const { canStart = true, request, onSuccess } = form;
  const [problem, setProblem] = useState<unknown>(null);
  const { mutate, isPending } = useCommand(name);
  return {
    begin(event) {
      event.preventDefault();
      if (!canStart) return;
      setProblem(null);
      try {
        mutate(request(), { onSuccess: () => onSuccess?.(), onError: setProblem });
      } catch (error) {
        setProblem(error);
      }
    },
    isPending,
    problem,
  };
}
