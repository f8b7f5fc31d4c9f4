import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Input, SessionSummary, startRequestSchema } from '../../../shared/session/session.ts';
import type { NewSession } from './session-store.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** What a session is to be, with every default filled in. */
export type AskedFor = ReturnType<typeof startRequestSchema.parse>;

/** When Record was pressed, on the monotonic clock, and what the session is called from then on. */
export type Asked = { sessionId: string; atMs: number };

/** @throws AppError `bad-input` when two inputs would fill one track */
export function checkInputs(inputs: readonly Input[]): void {
  const tracks = inputs.map((input) => (input.kind === 'microphone' ? 'microphone' : 'system'));
  if (new Set(tracks).size === tracks.length) return;
  throw new AppError('bad-input', sentence('session.same-track'));
}

/** Sorts by time and is safe as a folder name and as a meeting id. */
export function newSessionId(startedMs: number): string {
  const stamp = new Date(startedMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}

/** What is shown of a session until its sources are open. */
export function openingSummary(request: AskedFor, { sessionId }: Asked, nowMs: number): SessionSummary {
  return {
    sessionId,
    meetingId: request.meetingId ?? sessionId,
    title: request.title ?? titleOf(nowMs),
    mode: request.mode,
    target: null,
    engine: null,
    state: 'starting',
    reason: null,
    startedAt: new Date(nowMs).toISOString(),
    endedAt: null,
    seconds: 0,
    undelivered: 0,
    hasWords: false,
    notes: '',
    tags: [],
  };
}

/** The row that a session begins with. */
export function sessionRow(
  request: AskedFor,
  { sessionId }: Asked,
  { startedMs, target }: { startedMs: number; target: string | null },
): NewSession {
  return {
    sessionId,
    meetingId: request.meetingId ?? sessionId,
    title: request.title ?? titleOf(startedMs),
    mode: request.mode,
    target: request.mode === 'stream' ? target : null,
    engine: request.mode === 'direct' ? target : null,
    state: 'starting',
    reason: null,
    startedMs,
    endedMs: null,
    ownerPid: process.pid,
  };
}

function titleOf(startedMs: number): string {
  const at = new Date(startedMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  // In the zone of the person, who looks for it by their own clock.
  return `Meeting of ${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
