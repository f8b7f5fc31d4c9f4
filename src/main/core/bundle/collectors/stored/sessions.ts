import type { SessionReport } from '../../../../../shared/session/session.ts';
import { asTold, isKnown, sentence, type Sentence } from '../../../../../shared/words/all-words.ts';
import type { Redactor } from '../../../redaction/redaction.ts';
import { definePart } from '../part.ts';
import { safeId, safeTarget } from '../safe-fields.ts';
import type { Source } from '../../source/source.ts';

type Report = Omit<SessionReport, 'findings'>;

const mostSessions = 200;

/** Sessions of the window with their receipts: what became of each minute, and no word of what was said. */
export const sessionsPart = definePart<Report>({
  id: 'sessions',
  file: 'sessions.jsonl',
  title: sentence('bundle.part.sessions'),
  rows: (source) => readReports(source),
  show(report, { redactor }) {
    return JSON.stringify({
      sessionId: safeId(report.sessionId, redactor),
      mode: redactor.name(report.mode),
      target: safeTarget(report.target, redactor),
      engine: report.engine === null ? null : redactor.name(report.engine),
      state: redactor.name(report.state),
      reason: report.reason === null ? null : redactor.sentence(report.reason),
      ...(report.reasons !== undefined && {
        reasons: report.reasons.map((part) => redacted(part, redactor)),
      }),
      startedAt: report.startedAt,
      endedAt: report.endedAt,
      seconds: report.seconds,
      undelivered: report.undelivered,
      tracks: report.tracks.map(({ source, seconds, samples, gaps }) => ({
        source: redactor.name(source),
        seconds,
        samples,
        gaps: gaps.map(({ atSec, lengthSec, reason }) => ({
          atSec,
          lengthSec,
          reason: redactor.sentence(reason),
        })),
      })),
      chunks: report.chunks,
      bytes: report.bytes,
      traffic: report.traffic,
      transcript: { lines: report.transcript.length, characters: report.text.length },
      untranscribed: report.untranscribed.map(({ startSec, endSec, reason }) => ({
        startSec,
        endSec,
        reason: reason === null ? null : redactor.sentence(reason),
      })),
      events: {
        total: report.events.total,
        byType: Object.fromEntries(
          Object.entries(report.events.byType).map(([type, n]) => [redactor.name(type), n]),
        ),
      },
      receipt: {
        minutes: report.receipt.minutes,
        notes: report.receipt.notes.map((note) => redactor.sentence(note)),
        undelivered: report.receipt.undelivered.map(({ target, sec }) => ({
          target: safeTarget(target, redactor),
          sec,
        })),
      },
    });
  },
  plant: (canary) => [
    {
      sessionId: canary,
      meetingId: canary,
      title: canary,
      mode: 'stream',
      target: canary,
      engine: canary,
      state: 'failed',
      reason: `The target said "${canary}" for ${canary}.`,
      reasons: [sentence('silence.quiet', { source: 'system', db: -60, check: canary }), asTold(canary)],
      startedAt: '',
      endedAt: null,
      seconds: 0,
      undelivered: 0,
      hasWords: true,
      notes: canary,
      tags: [canary],
      receipt: {
        minutes: [],
        notes: [`${canary} did not take it.`],
        undelivered: [{ target: canary, sec: 1 }],
      },
      tracks: [
        {
          source: 'system',
          path: canary,
          seconds: 0,
          samples: 0,
          gaps: [{ atSec: 0, lengthSec: 0, reason: canary }],
        },
      ],
      chunks: { captured: 0, silent: 0, sent: 0, delivered: 0, unconfirmed: 0, retried: 0, pending: 0 },
      bytes: { out: 0, in: 0, plainOut: 0 },
      traffic: 'plain',
      transcript: [{ startSec: 0, endSec: 1, text: canary, speaker: canary, flags: [canary] }],
      text: canary,
      untranscribed: [{ startSec: 0, endSec: 1, speaker: canary, reason: canary }],
      transcripts: [],
      events: { total: 1, byType: { [canary]: 1 } },
    },
  ],
});

// Parts and findings ask for the same; it is read once for each bundle.
const readOnce = new WeakMap<Source, Promise<Report[]>>();

export function readReports(source: Source): Promise<Report[]> {
  const known = readOnce.get(source) ?? readNow(source);
  readOnce.set(source, known);
  return known;
}

async function readNow(source: Source): Promise<Report[]> {
  const { db, questions, window, missing } = source;
  if (db === null || questions === null) return [];
  const reports: Report[] = [];
  for (const id of sessionIds(source)) {
    try {
      reports.push(await questions.reportOf(id));
    } catch {
      missing.push("The receipt of a session couldn't be made: its rows are damaged.");
    }
  }
  return window.sessionId === null
    ? reports
    : reports.filter(({ sessionId }) => sessionId === window.sessionId);
}

function sessionIds({ db, window, missing }: Source): string[] {
  try {
    const rows =
      db
        ?.prepare<[number, number], { id: string }>(
          `SELECT session_id AS id FROM sessions WHERE started_ms <= ? AND coalesce(ended_ms, started_ms) >= ?
           ORDER BY started_ms DESC LIMIT ${mostSessions}`,
        )
        .all(window.toMs, window.fromMs) ?? [];
    return rows.map(({ id }) => id);
  } catch {
    missing.push("The list of sessions couldn't be read: the database is damaged there.");
    return [];
  }
}

/** A code stays; what is filled in is a text of any origin. */
function redacted({ code, params }: Sentence, redactor: Redactor): Sentence {
  const plain = (value: Sentence['params'][string]): Sentence['params'][string] => {
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return redactor.sentence(value);
    return 'code' in value ? redacted(value, redactor) : value.map((part) => redacted(part, redactor));
  };
  return {
    code: isKnown({ code, params: {} }) ? code : redactor.name(code),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)])),
  };
}
