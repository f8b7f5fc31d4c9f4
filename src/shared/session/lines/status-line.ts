import { hasRoughWords } from '../../settings/better-words.ts';
import { builtInTargetName } from '../../settings/targets/resolve-target.ts';
import type { Level } from '../../sound/audio.ts';
import { asTold, saidIn, sentence, type Sentence } from '../../words/words.ts';
import type { ConnectionStatus, StatusLine } from '../status.ts';
import { inWords, lineOf, type Line } from './line.ts';
import { dueOf, type Outcome } from '../outcome.ts';
import type { ChunkCounts, SessionSummary } from '../session.ts';
import { isOnlySilent, reasonsOf } from '../silence.ts';
import { storageFindings, type StorageFacts } from './storage-line.ts';

/** What is known at this moment. `session` is the running one or the one that ended last. */
export type StatusFacts = StorageFacts & {
  session: SessionSummary | null;
  connection: ConnectionStatus;
  /** One for each track that is expected, captured or not. */
  levels: readonly Level[];
  chunks: ChunkCounts;
  /** What went wrong first in this session, in plain words. */
  lastFailure: string | null;
  /** What the health page found besides: a full disk, a slow database. */
  trouble?: readonly StatusLine[];
  /** What the session that ended has to show for itself; without it, only what was counted is told. */
  outcome?: Outcome | null;
};

// Unknown outranks good: nothing is green because nobody looked.
const severity: Readonly<Record<StatusLine['level'], number>> = {
  idle: 0,
  good: 1,
  busy: 2,
  unknown: 3,
  warning: 4,
  bad: 5,
};

// A device that is on has noise in its last bit; ten seconds of pure zeros is no pause in a meeting.
const zerosAlarmSec = 10;

/** The worst of what is known, with its reason and the next step; other trouble is named. */
export function statusLineOf(facts: StatusFacts): StatusLine {
  const known = (facts.trouble ?? []).map(lineOf);
  const findings: Lines = [...sessionFindings(facts), ...storageFindings(facts), ...known];
  const heaviest = findings.reduce((a, b) => (severity[b.level] > severity[a.level] ? b : a));
  // What somebody waits for after Stop comes first, unless something is broken.
  const worst = facts.session?.state === 'stopping' && heaviest.level !== 'bad' ? findings[0] : heaviest;
  const others = findings.filter(
    (finding) => finding !== worst && severity[finding.level] >= severity.warning,
  );
  if (others.length === 0) return inWords(worst);
  const also = sentence('status.also', { others: others.map(({ headline }) => headline) });
  return inWords({ ...worst, reason: [...worst.reason, also] });
}

type Lines = [Line, ...Line[]];

function sessionFindings(facts: StatusFacts): Lines {
  const { session } = facts;
  if (session === null) return [idle(sentence('status.nothing-recorded')), ...failureFindings(facts)];
  switch (session.state) {
    case 'starting':
      return [
        busy(sentence('status.starting'), sentence('status.opening-sources')),
        ...failureFindings(facts),
      ];
    case 'recording':
      return [
        recordingWell(facts, session),
        ...trackFindings(facts.levels),
        ...linkFindings(facts, session),
        ...failureFindings(facts),
      ];
    case 'stopping':
      return [stoppingFinding(facts, session), ...failureFindings(facts)];
    case 'ended':
    case 'failed':
    case 'recovered':
      return [overFinding(session, facts)];
    default:
      return session.state satisfies never;
  }
}

function recordingWell({ levels, chunks }: StatusFacts, session: SessionSummary): Line {
  const isQuiet = levels.every((level) => level.state === 'quiet');
  const done = { delivered: chunks.delivered, due: dueOf(chunks) };
  const kept = {
    'capture-only': sentence('status.kept'),
    stream: done.due === 0 ? sentence('status.no-speech-yet') : sentence('status.delivered', done),
    direct: sentence('status.transcribed', done),
  }[session.mode];
  const { mode, engine, target } = session;
  // Behind a target of somebody else nobody knows the engine.
  if (mode === 'stream' && target === builtInTargetName && engine === null)
    return {
      level: 'warning',
      headline: sentence('status.no-words'),
      reason: [sentence('status.no-engine'), sentence('status.kept')],
      next: sentence('status.no-engine.next'),
      action: { do: 'get-model' },
    };
  const isRough = hasRoughWords(engine);
  const by =
    engine === null || (mode === 'direct' && !isRough)
      ? []
      : [isRough ? sentence('status.rough-words') : sentence('status.words-by', { engine })];
  return {
    level: 'good',
    headline: sentence('status.recording'),
    reason: [isQuiet ? sentence('status.sound-quiet') : sentence('status.sound-arrives'), kept, ...by],
    next: isRough ? sentence('status.rough-words.next') : null,
    action: isRough ? { do: 'get-model' } : null,
  };
}

/** With what is waited for, and that nobody has to. */
function stoppingFinding({ connection }: StatusFacts, session: SessionSummary): Line {
  const { mode, target, engine } = session;
  const isHeldUp = connection.phase === 'waiting' || connection.phase === 'stopped';
  if (mode === 'capture-only' || !isHeldUp)
    return busy(sentence('status.stopping'), sentence(`status.stopping.${mode}`));
  return {
    level: 'warning',
    headline:
      mode === 'stream'
        ? sentence('status.stopping.target-away', { target: target ?? 'the target' })
        : sentence('status.stopping.engine-waits', { engine: engine ?? 'the speech engine' }),
    reason: [saidIn(connection)],
    next: sentence('status.stopping.next'),
  };
}

function overFinding(session: SessionSummary, { chunks, outcome }: StatusFacts): Line {
  const { state, mode, sessionId } = session;
  const reason = session.reason === null ? [sentence('status.cut-off')] : reasonsOf(session);
  if (state === 'failed')
    return {
      level: 'bad',
      headline: sentence('status.failed'),
      reason,
      next: sentence('status.failed.next'),
    };
  if (state === 'ended' && isOnlySilent(session))
    return {
      level: 'warning',
      headline: sentence('status.silent'),
      reason,
      next: sentence('status.silent.next'),
      action: { do: 'check-sound' },
    };
  if (state === 'recovered' || session.reason !== null)
    return {
      level: 'warning',
      headline: sentence('status.incomplete'),
      reason,
      next: sentence('outcome.incomplete.next'),
      action: { do: 'open-session', sessionId },
    };
  if (outcome != null) {
    const { said, isWhole, action } = outcome;
    return isWhole
      ? idle(sentence('status.ended.outcome', { headline: said.headline, evidence: outcome.evidence }))
      : { level: 'warning', ...said, action };
  }
  const done = { delivered: chunks.delivered, due: dueOf(chunks) };
  const over = {
    'capture-only': sentence('status.ended'),
    stream: sentence('status.ended.delivered', done),
    direct: sentence('status.ended.transcribed', done),
  };
  return idle(over[mode]);
}

function trackFindings(levels: readonly Level[]): Line[] {
  if (levels.length === 0)
    return [unknown(sentence('status.not-measured'), sentence('status.not-measured.reason'))];
  return levels.flatMap((level) => trackFinding(level) ?? []);
}

function trackFinding({ source, state, zeroSec }: Level): Line | null {
  switch (state) {
    case 'present':
    case 'quiet':
      return null;
    case 'not-captured':
      return {
        level: 'bad',
        headline: sentence('status.not-captured', { source }),
        reason: [sentence('status.not-captured.reason')],
        next: sentence('status.not-captured.next'),
        action: { do: 'check-sound' },
      };
    case 'zeros':
      if (zeroSec < zerosAlarmSec)
        return unknown(sentence('status.no-sound-yet', { source }), sentence('status.no-sound-yet.reason'));
      return {
        level: 'warning',
        headline: sentence('status.no-sound', { source }),
        reason: [sentence('status.no-sound.reason', { sec: Math.floor(zeroSec) })],
        next: sentence('status.no-sound.next', { source }),
        action: { do: 'check-sound' },
      };
    case 'unknown':
      return unknown(
        sentence('status.track-not-measured', { source }),
        sentence('status.track-not-measured.reason'),
      );
    default:
      return state satisfies never;
  }
}

function linkFindings(facts: StatusFacts, session: SessionSummary): Line[] {
  if (session.mode === 'capture-only') return [];
  const trouble = linkTrouble(facts, session);
  if (session.mode === 'direct' || trouble.length > 0) return trouble;
  const { connection, chunks } = facts;
  if (connection.phase !== 'streaming' && connection.phase !== 'draining' && connection.phase !== 'ending') {
    return [unknown(sentence('status.target-silent'), saidIn(connection))];
  }
  if (chunks.captured === 0 || (chunks.sent > 0 && chunks.delivered === 0)) {
    return [unknown(sentence('status.not-confirmed'), sentence('status.not-confirmed.reason'))];
  }
  return [];
}

/** With an engine, audio is what counts, and it is on disk: words that come later are no alarm. */
function linkTrouble({ connection }: StatusFacts, { mode, sessionId }: SessionSummary): Line[] {
  if (mode === 'capture-only') return [];
  const { phase } = connection;
  if (phase !== 'stopped' && phase !== 'waiting') return [];
  const reason = [saidIn(connection)];
  const action = connection.phase === 'stopped' ? (connection.action ?? null) : null;
  if (phase === 'stopped')
    return mode === 'stream'
      ? [
          {
            level: 'bad',
            headline: sentence('status.target-stopped'),
            reason,
            next: sentence('status.target-stopped.next'),
            action,
          },
        ]
      : [
          {
            level: 'warning',
            headline: sentence('status.engine-stopped'),
            reason,
            next: sentence('status.engine-stopped.next'),
            action: action ?? { do: 'transcribe-session', sessionId },
          },
        ];
  const [headline, next] =
    mode === 'stream'
      ? [sentence('status.target-away'), sentence('status.target-away.next')]
      : [sentence('status.engine-waits'), sentence('status.engine-waits.next')];
  return [{ level: 'warning', headline, reason, next }];
}

function failureFindings({ lastFailure, session }: StatusFacts): Line[] {
  if (lastFailure === null) return [];
  const headline = session === null ? sentence('status.last-failed') : sentence('status.something-failed');
  return [
    { level: 'bad', headline, reason: [asTold(lastFailure)], next: sentence('status.something-failed.next') },
  ];
}

function idle(reason: Sentence): Line {
  return {
    level: 'idle',
    headline: sentence('status.ready'),
    reason: [reason],
    next: sentence('status.ready.next'),
  };
}

function busy(headline: Sentence, reason: Sentence): Line {
  return { level: 'busy', headline, reason: [reason], next: null };
}

function unknown(headline: Sentence, reason: Sentence): Line {
  return { level: 'unknown', headline, reason: [reason], next: null };
}
