import { durationMs, type LimitHeaders, type Limits } from '../../speech/speech.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** One request that an engine was sent. */
export type SentRequest = { sentMs: number; billedSec: number };

/** What an answer's headers told: how much is left, and until when. */
export type ToldLimit = { limit: number | null; left: number; resetsMs: number };
export type ToldLimits = { requests: ToldLimit | null; audioSec: ToldLimit | null };

/** What is left at this moment; `null` where nobody knows. */
export type QuotaLeft = {
  audioSecThisHour: number | null;
  requestsThisMinute: number | null;
  /** From the engine's own words: on Groq, the day's. */
  requestsTold: number | null;
};

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Reads `x-ratelimit-*`; what is missing or no number is not known. `nowMs` is when they came. */
export function readLimits(headers: LimitHeaders, nowMs: number): ToldLimits {
  return {
    requests: readLimit(headers, 'requests', nowMs),
    audioSec: readLimit(headers, 'audio-seconds', nowMs),
  };
}

function readLimit(headers: LimitHeaders, what: string, nowMs: number): ToldLimit | null {
  const left = numberOf(headers[`x-ratelimit-remaining-${what}`]);
  if (left === null) return null;
  const limit = numberOf(headers[`x-ratelimit-limit-${what}`]);
  return {
    limit,
    left,
    resetsMs: nowMs + (durationMs(headers[`x-ratelimit-reset-${what}`], nowMs) ?? minuteMs),
  };
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

/**
 * When a request of `billedSec` may be sent without running into a limit: `nowMs` or later, with the reason.
 * `sent` holds the last hour's requests, oldest first.
 */
export function mayBeSentAt(
  billedSec: number,
  quota: { sent: readonly SentRequest[]; limits: Limits; told: ToldLimits; nowMs: number },
): { atMs: number; reason: string | null } {
  const { sent, limits, told, nowMs } = quota;
  const waits: { atMs: number; reason: string }[] = [];
  const { requestsPerMinute } = limits;
  const lastMinute = sent.filter(({ sentMs }) => nowMs - sentMs < minuteMs);
  if (requestsPerMinute !== null && lastMinute.length >= requestsPerMinute) {
    const freeing = lastMinute[lastMinute.length - requestsPerMinute];
    if (freeing !== undefined)
      waits.push({ atMs: freeing.sentMs + minuteMs, reason: say('quota.requests-minute') });
  }
  const perHour = hourLimit(limits, told);
  if (perHour !== null) {
    const atMs = whenRoom(sent, Math.min(billedSec, perHour), perHour, nowMs);
    if (atMs > nowMs) waits.push({ atMs, reason: say('quota.audio-hour') });
  }
  if (isUsedUp(told.requests, 1, nowMs))
    waits.push({ atMs: told.requests?.resetsMs ?? nowMs, reason: say('quota.requests') });
  if (isUsedUp(told.audioSec, billedSec, nowMs))
    waits.push({ atMs: told.audioSec?.resetsMs ?? nowMs, reason: say('quota.audio') });
  const longest = waits.toSorted((a, b) => b.atMs - a.atMs)[0];
  return longest ?? { atMs: nowMs, reason: null };
}

/** The engine's own word counts more than what we took for granted. */
function hourLimit(limits: Limits, told: ToldLimits): number | null {
  return told.audioSec?.limit ?? limits.audioSecPerHour;
}

function isUsedUp(told: ToldLimit | null, needed: number, nowMs: number): boolean {
  return told !== null && told.resetsMs > nowMs && told.left < needed;
}

function whenRoom(sent: readonly SentRequest[], billedSec: number, perHour: number, nowMs: number): number {
  const lastHour = sent.filter(({ sentMs }) => nowMs - sentMs < hourMs);
  let used = lastHour.reduce((sum, request) => sum + request.billedSec, 0);
  let atMs = nowMs;
  for (const request of lastHour) {
    if (used + billedSec <= perHour) break;
    used -= request.billedSec;
    atMs = request.sentMs + hourMs;
  }
  return atMs;
}

/** For people. */
export function quotaLeft(quota: {
  sent: readonly SentRequest[];
  limits: Limits;
  told: ToldLimits;
  nowMs: number;
}): QuotaLeft {
  const { sent, limits, told, nowMs } = quota;
  const perHour = hourLimit(limits, told);
  const used = sent
    .filter(({ sentMs }) => nowMs - sentMs < hourMs)
    .reduce((sum, { billedSec }) => sum + billedSec, 0);
  const counted = perHour === null ? null : Math.max(0, perHour - used);
  const toldSec = told.audioSec !== null && told.audioSec.resetsMs > nowMs ? told.audioSec.left : null;
  const known = [counted, toldSec].filter((sec) => sec !== null);
  return {
    audioSecThisHour: known.length === 0 ? null : Math.min(...known),
    requestsThisMinute:
      limits.requestsPerMinute === null
        ? null
        : Math.max(
            0,
            limits.requestsPerMinute - sent.filter(({ sentMs }) => nowMs - sentMs < minuteMs).length,
          ),
    requestsTold: told.requests !== null && told.requests.resetsMs > nowMs ? told.requests.left : null,
  };
}
