import type { Level } from '../sound/audio.ts';
import type { ConnectionStatus, Verdict } from './health.ts';
import { counted } from '../plural.ts';
import { dueOf, type Outcome } from './outcome.ts';
import type { ChunkCounts, SessionSummary } from './session.ts';
import { silenceNotesIn } from './silence.ts';

/** What is known at this moment. `session` is the running one or the one that ended last. */
export type StatusFacts = {
  session: SessionSummary | null;
  connection: ConnectionStatus;
  /** One for each track that is expected, captured or not. */
  levels: readonly Level[];
  chunks: ChunkCounts;
  /** Events cannot be stored. */
  storageProblem: string | null;
  /** The recording itself cannot be written. */
  audioProblem: string | null;
  /** What went wrong first in this session, in plain words. */
  lastFailure: string | null;
  /** What the health page found besides: a full disk, a slow database. */
  trouble?: readonly Verdict[];
  /** What the session that ended has to show for itself; without it, only what was counted is told. */
  outcome?: Outcome | null;
};

// Unknown outranks good: nothing is green because nobody looked.
const severity: Readonly<Record<Verdict['level'], number>> = {
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
export function statusLineOf(facts: StatusFacts): Verdict {
  const findings = [...sessionFindings(facts), ...storageFindings(facts), ...(facts.trouble ?? [])];
  const worst = findings.reduce((a, b) => (severity[b.level] > severity[a.level] ? b : a));
  const others = findings.filter(
    (finding) => finding !== worst && severity[finding.level] >= severity.warning,
  );
  if (others.length === 0) return worst;
  return { ...worst, reason: `${worst.reason} Also: ${others.map(({ headline }) => headline).join('; ')}.` };
}

type Findings = [Verdict, ...Verdict[]];

function sessionFindings(facts: StatusFacts): Findings {
  const { session } = facts;
  if (session === null) return [idle('Nothing is being recorded.'), ...failureFindings(facts)];
  switch (session.state) {
    case 'starting':
      return [busy('Starting', 'The sources are being opened.'), ...failureFindings(facts)];
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

function recordingWell({ levels, chunks }: StatusFacts, session: SessionSummary): Verdict {
  const heard = levels.every((level) => level.state === 'quiet')
    ? 'The sources are alive, and quiet just now'
    : 'Sound is arriving';
  const kept = {
    'capture-only': 'and goes to disk.',
    stream:
      dueOf(chunks) === 0
        ? 'and nothing of it is speech so far, so nothing was sent.'
        : `and the target confirmed ${chunks.delivered} of ${counted(dueOf(chunks), 'chunk')}.`,
    direct: `and ${chunks.delivered} of ${counted(dueOf(chunks), 'segment')} have their words.`,
  }[session.mode];
  return { level: 'good', headline: 'Recording', reason: `${heard} ${kept}`, next: null };
}

/** With what is waited for, and that nobody has to. */
function stoppingFinding({ connection }: StatusFacts, session: SessionSummary): Verdict {
  const { mode, target, engine } = session;
  if (mode === 'capture-only') return busy('Stopping', 'The recording is being closed.');
  const isHeldUp = connection.phase === 'waiting' || connection.phase === 'stopped';
  const next = 'Wait, or stop waiting: all audio is on disk, and what is missing can follow later.';
  if (mode === 'stream') {
    if (!isHeldUp) return busy('Stopping', "Waiting for the target's last answer. All audio is on disk.");
    const headline = `Stopping: waiting for ${target ?? 'the target'}, which is away`;
    return { level: 'warning', headline, reason: connection.sentence, next };
  }
  if (!isHeldUp) return busy('Stopping', 'The last segments are being transcribed. All audio is on disk.');
  const headline = `Stopping: waiting for ${engine ?? 'the speech engine'}`;
  return { level: 'warning', headline, reason: connection.sentence, next };
}

function overFinding(session: SessionSummary, { chunks, outcome }: StatusFacts): Verdict {
  const reason = session.reason ?? 'It was cut off before its end.';
  if (session.state === 'failed') {
    const next = 'Fix what the reason names, then record again.';
    return { level: 'bad', headline: 'The recording failed', reason, next };
  }
  if (session.state === 'ended' && silenceNotesIn(session.reason).join(' ') === reason) {
    const next = 'Check the device before the next recording.';
    return { level: 'warning', headline: 'The last recording is silent', reason, next };
  }
  if (session.state === 'recovered' || session.reason !== null) {
    const next = 'Open the session to see what is missing.';
    return { level: 'warning', headline: 'The last recording is not complete', reason, next };
  }
  if (outcome != null) {
    const { isWhole, headline, evidence, next } = outcome;
    return isWhole
      ? idle(`${headline}: ${evidence}`)
      : { level: 'warning', headline, reason: evidence, next };
  }
  const over = {
    'capture-only': 'The last recording has ended.',
    stream: `The last recording has ended: ${chunks.delivered} of ${counted(dueOf(chunks), 'chunk')} delivered.`,
    direct: `The last recording has ended: ${chunks.delivered} of ${counted(dueOf(chunks), 'segment')} transcribed.`,
  };
  return idle(over[session.mode]);
}

const trackNames = { system: 'system sound', microphone: 'microphone' } as const;

const deafSteps = {
  system: 'Check that the meeting plays on the default output and that system audio may be recorded.',
  microphone: 'Check that the microphone is not muted and that its use is allowed.',
} as const;

function trackFindings(levels: readonly Level[]): Verdict[] {
  if (levels.length === 0) return [unknown('Recording, sound not measured yet', 'No track has a level yet.')];
  return levels.flatMap((level) => trackFinding(level) ?? []);
}

function trackFinding({ source, state, zeroSec }: Level): Verdict | null {
  const name = trackNames[source];
  switch (state) {
    case 'present':
    case 'quiet':
      return null;
    case 'not-captured':
      return {
        level: 'bad',
        headline: `The ${name} is not captured`,
        reason: 'Its source delivers nothing; what is said now is missing on this track.',
        next: 'Connect the device or choose another one in the sound settings: recording goes on by itself.',
      };
    case 'zeros':
      if (zeroSec < zerosAlarmSec) return unknown(`No sound from the ${name} yet`, 'Only zeros so far.');
      return {
        level: 'warning',
        headline: `The ${name} is silent like a dead source`,
        reason: `Every sample of the last ${Math.floor(zeroSec)} s is zero; a live source has some noise.`,
        next: deafSteps[source],
      };
    case 'unknown':
      return unknown(`The ${name} is not measured yet`, 'No audio has arrived from it so far.');
    default:
      return state satisfies never;
  }
}

function linkFindings(facts: StatusFacts, session: SessionSummary): Verdict[] {
  if (session.mode === 'capture-only') return [];
  if (session.mode === 'direct') return engineTrouble(facts);
  const { connection, chunks } = facts;
  const trouble = linkTrouble(facts, session);
  if (trouble.length > 0) return trouble;
  if (connection.phase !== 'streaming' && connection.phase !== 'draining' && connection.phase !== 'ending') {
    return [unknown('Recording, the target has not answered yet', connection.sentence)];
  }
  if (chunks.captured === 0 || (chunks.sent > 0 && chunks.delivered === 0)) {
    return [unknown('Recording, delivery not confirmed yet', 'The target has confirmed no chunk so far.')];
  }
  return [];
}

function linkTrouble({ connection }: StatusFacts, session: SessionSummary): Verdict[] {
  if (session.mode === 'capture-only') return [];
  if (session.mode === 'direct') return engineTrouble({ connection });
  if (connection.phase === 'stopped') {
    return [
      {
        level: 'bad',
        headline: 'The target takes no more audio',
        reason: connection.sentence,
        next: 'Audio is safe on disk. Check the target, then record again.',
      },
    ];
  }
  if (connection.phase !== 'waiting') return [];
  return [
    {
      level: 'warning',
      headline: 'The target is away',
      reason: connection.sentence,
      next: 'Nothing to do: audio is on disk and is sent when the target is back.',
    },
  ];
}

/** Audio is what counts, and it is on disk: words that come later are no alarm. */
function engineTrouble({ connection }: Pick<StatusFacts, 'connection'>): Verdict[] {
  const { phase, sentence } = connection;
  if (phase === 'stopped') {
    return [
      {
        level: 'warning',
        headline: 'The speech engine gives no words',
        reason: sentence,
        next: 'Fix what the reason names; the session can be transcribed later, too.',
      },
    ];
  }
  if (phase !== 'waiting') return [];
  return [
    {
      level: 'warning',
      headline: 'The speech engine makes us wait',
      reason: sentence,
      next: 'Nothing to do: audio is on disk and is transcribed after that.',
    },
  ];
}

function failureFindings({ lastFailure, session }: StatusFacts): Verdict[] {
  if (lastFailure === null) return [];
  const headline = session === null ? 'The last recording failed' : 'Something failed in this recording';
  return [{ level: 'bad', headline, reason: lastFailure, next: 'Fix what the reason names.' }];
}

function storageFindings({ storageProblem, audioProblem }: StatusFacts): Verdict[] {
  const next = 'Make room on the disk and check that the data folder can be written.';
  const findings: Verdict[] = [];
  if (audioProblem !== null) {
    const headline = 'The recording is not being written';
    findings.push({ level: 'bad', headline, reason: audioProblem, next });
  }
  if (storageProblem !== null) {
    const headline = 'Events are not being stored';
    findings.push({ level: 'warning', headline, reason: storageProblem, next });
  }
  return findings;
}

function idle(reason: string): Verdict {
  return { level: 'idle', headline: 'Ready to record', reason, next: 'Choose a source and press Record.' };
}

function busy(headline: string, reason: string): Verdict {
  return { level: 'busy', headline, reason, next: null };
}

function unknown(headline: string, reason: string): Verdict {
  return { level: 'unknown', headline, reason, next: null };
}
