/** Where some wait for something that others bring about. */
export type Gate = {
  /** Something changed: everybody who waits looks again, whoever has waited longest first. */
  wake(): void;
  /**
   * Resolves when `look` answers true: at once, or at a later `wake`. `look` may take what it finds, since it is
   * asked no more after that; nobody else can take it in between. Rejects with the signal's reason when that fires
   * first; whoever gave up takes nothing.
   */
  until(look: () => boolean, signal: AbortSignal): Promise<void>;
};

export function createGate(): Gate {
  // A Set keeps the order in which they came.
  const waiting = new Set<() => void>();
  return {
    wake() {
      for (const lookAgain of [...waiting]) lookAgain();
    },
    async until(look, signal) {
      signal.throwIfAborted();
      if (look()) return;
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(lookAgain);
          signal.removeEventListener('abort', giveUp);
        };
        const lookAgain = (): void => {
          // Somebody who was woken before may have made this one give up.
          if (!waiting.has(lookAgain) || !look()) return;
          leave();
          resolve();
        };
        const giveUp = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        waiting.add(lookAgain);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
