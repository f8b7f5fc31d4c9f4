// What takes long to answer gets a quarter of the time at most.
const restPerWork = 3;

/** Asks again when an answer has become old, without asking all the time. */
export type Follower = {
  /** The answer has become old. */
  tell(): void;
  stop(): void;
};

/**
 * Refreshes at once, then at most once in `everyMs`, and always once more after the last that was told. What is told
 * while it refreshes may have come too late for that answer, so it is followed by another one.
 */
export function createFollower(refresh: () => Promise<unknown>, everyMs: number): Follower {
  let isBehind = false;
  let isBusy = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function catchUp(): Promise<void> {
    isBehind = false;
    isBusy = true;
    const startedMs = performance.now();
    // Who refreshes shows what fails; the next that is told tries again.
    await refresh().catch(() => undefined);
    if (isStopped) return;
    const tookMs = performance.now() - startedMs;
    timer = setTimeout(rested, Math.max(everyMs, restPerWork * tookMs));
  }

  function rested(): void {
    isBusy = false;
    if (isBehind) void catchUp();
  }

  return {
    tell() {
      isBehind = true;
      if (!isBusy && !isStopped) void catchUp();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
