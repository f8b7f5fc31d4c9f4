import { useState } from 'react';
import type { Erasure } from '../../../shared/events/erasure.ts';
import { useCall } from '../../connection/bridge-hooks.ts';

/** What became of a deletion. It stays to be read after the session's own page is gone. */
export type Deleted = { sessionId: string; title: string; erasure: Erasure };

/** A session to be deleted, as it is called. */
export type Doomed = { sessionId: string; title: string };

export type Deletions = {
  results: readonly Deleted[];
  isPending: boolean;
  error: unknown;
  /** One after the other; answers whether all of them are deleted. */
  remove(sessions: readonly Doomed[]): Promise<boolean>;
  /** What failed has been read. */
  forgetError(): void;
  clear(): void;
};

export function useDeletions(): Deletions {
  const call = useCall();
  const [results, setResults] = useState<readonly Deleted[]>([]);
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function remove(sessions: readonly Doomed[]): Promise<boolean> {
    setIsPending(true);
    setError(null);
    setResults([]);
    try {
      for (const { sessionId, title } of sessions) {
        const erasure = await call('sessions.delete', { sessionId });
        setResults((before) => [...before, { sessionId, title, erasure }]);
      }
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setIsPending(false);
    }
  }

  return {
    results,
    isPending,
    error,
    remove,
    forgetError: () => setError(null),
    clear: () => setResults([]),
  };
}
