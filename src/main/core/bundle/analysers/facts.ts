import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { BundleFinding } from '../../../../shared/bundle/bundle.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import { ownEnd } from '../../../../shared/health/own-end.ts';
import type { SessionReport } from '../../../../shared/session/session.ts';
import { analyse } from '../collectors/stored/duplicates.ts';
import { readSamples, type SampleRow } from '../collectors/stored/series.ts';
import { readReports } from '../collectors/stored/sessions.ts';
import type { DatabaseState, Source } from '../source/source.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** An event of the app's own, not a frame. */
export type AppEvent = {
  seq: number;
  wallMs: number;
  kind: string;
  type: string;
  sessionId: string | null;
  target: string | null;
  reason: string | null;
  fields: Readonly<Record<string, unknown>>;
};

/** What analysers judge. Sentences in it may hold anything: findings are redacted before anybody sees them. */
export type Facts = {
  version: string;
  window: { fromMs: number; toMs: number };
  database: DatabaseState;
  settingsProblem: string | null;
  settings: unknown;
  checks: readonly Check[];
  /** The app's own events of the window, oldest first; at most {@link mostAppEvents}, the newest. */
  events: readonly AppEvent[];
  sessions: readonly Omit<SessionReport, 'findings'>[];
  analysis: AnalysisReport | null;
  /** Oldest first. */
  samples: readonly SampleRow[];
};

/** Looks for one kind of trouble. It claims nothing without evidence. */
export type Analyser = (facts: Facts) => BundleFinding[];

export const mostAppEvents = 20_000;

export async function gatherFacts(source: Source, checks: readonly Check[]): Promise<Facts> {
  return {
    version: source.version,
    window: source.window,
    database: source.database,
    settingsProblem: source.settingsProblem,
    settings: source.settings,
    checks,
    events: appEvents(source),
    sessions: await readReports(source),
    analysis: await analyse(source),
    samples: readSamples(source),
  };
}

function appEvents({ db, window }: Source): AppEvent[] {
  try {
    const rows =
      db
        ?.prepare<object, Omit<AppEvent, 'fields'> & { fields: string }>(
          `SELECT seq, wall_ms AS wallMs, kind, type, session_id AS sessionId, target, reason, fields FROM events
           WHERE kind <> 'frame' AND type <> 'ping.answered' AND wall_ms >= @fromMs AND wall_ms <= @toMs
             AND (@sessionId IS NULL OR session_id IS NULL OR session_id = @sessionId)
           ORDER BY seq DESC LIMIT ${mostAppEvents}`,
        )
        .all(window) ?? [];
    return rows.toReversed().map((row) => ({ ...row, fields: parsed(row.fields) }));
  } catch {
    return [];
  }
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Connections that ended, and tries that failed; one that ended with its recording was not broken. */
export function brokenConnections(events: readonly AppEvent[]): AppEvent[] {
  return events.filter(({ type, fields }) => type === 'connection.ended' && fields.code !== ownEnd);
}

/** Targets that were reached at least once, though the opening may be older than what is looked at. */
export function reachedTargets(events: readonly AppEvent[]): ReadonlySet<string | null> {
  const isReached = ({ type, fields: { code } }: AppEvent): boolean =>
    type === 'connection.open' || (type === 'connection.ended' && isSaidByPeer(code));
  return new Set(events.filter(isReached).map(({ target }) => target));
}

/** A close code, which only an open connection has; nobody says 1006. */
function isSaidByPeer(code: unknown): boolean {
  return typeof code === 'string' && /^[1-4]\d{3}$/.test(code) && code !== '1006';
}

/** When an event was, as everybody reads it. */
export function at(event: { wallMs: number }): string {
  return new Date(event.wallMs).toISOString();
}

/** The first and the last few of them as evidence, each with its time and number. */
export function evidenceOf(events: readonly AppEvent[], most = 3): string[] {
  const shown = events.length <= most ? events : [...events.slice(0, 1), ...events.slice(1 - most)];
  return [
    ...(events.length > most ? [say('bundle.events-among', { events: events.length })] : []),
    ...shown.map((event) =>
      say('bundle.event', { at: at(event), seq: event.seq, type: event.type, reason: event.reason ?? '' }),
    ),
  ];
}
