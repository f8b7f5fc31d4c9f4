const hourMs = 3_600_000;
const checkEveryMs = 6 * hourMs;
const askAgainMs = 72 * hourMs;

/** What is known at one moment. Times are in ms since 1970. */
export type UpdateFacts = {
  nowMs: number;
  /** Something is recorded, or audio still waits for its target. */
  isBusy: boolean;
  lastCheckMs: number | null;
  /** The newer version that is offered; the one whose download was agreed to; the one that is here to be installed. */
  found: string | null;
  agreed: string | null;
  downloaded: string | null;
  /** The version for which the last answer was "later". */
  putOff: { version: string; atMs: number } | null;
};

export type UpdateStep =
  { do: 'wait' | 'check' } | { do: 'ask-to-download' | 'download' | 'ask-to-restart'; version: string };

/**
 * What to do about updates now. Nothing is ever done while the app is busy, and nobody is asked about one version twice
 * within three days.
 */
export function decideUpdate(facts: UpdateFacts): UpdateStep {
  const { nowMs, found, agreed, downloaded, putOff, lastCheckMs } = facts;
  if (facts.isBusy) return { do: 'wait' };
  const mayAsk = (version: string): boolean =>
    putOff?.version !== version || hasPassed(askAgainMs, putOff.atMs, nowMs);
  if (found !== null && found !== downloaded) {
    if (found === agreed) return { do: 'download', version: found };
    if (mayAsk(found)) return { do: 'ask-to-download', version: found };
  }
  if (downloaded !== null && mayAsk(downloaded)) return { do: 'ask-to-restart', version: downloaded };
  const isDue = lastCheckMs === null || hasPassed(checkEveryMs, lastCheckMs, nowMs);
  return { do: isDue ? 'check' : 'wait' };
}

/** A time that lies ahead is from before the clock was set. */
function hasPassed(ms: number, sinceMs: number, nowMs: number): boolean {
  return nowMs - sinceMs >= ms || nowMs < sinceMs;
}
