import type { Alert } from '../../../src/shared/events/alerts.ts';
import type { Handlers } from '../../../src/shared/contract/contract.ts';
import { compareReports } from '../../../src/shared/events/compare-reports.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { EventConditions, StoredEvent } from '../../../src/shared/events/events.ts';
import type { AnalysisReport } from '../../../src/shared/events/findings.ts';
import type { Status } from '../../../src/shared/session/status.ts';
import { chipOf } from '../../../src/shared/session/chip.ts';
import type { Sending } from '../../../src/shared/session/sending.ts';
import type { SessionReport, SessionSummary } from '../../../src/shared/session/session.ts';
import { settingsSchema } from '../../../src/shared/settings/settings.ts';
import { asksFirst, targetColour } from '../../../src/shared/settings/targets/target-colour.ts';
import type { Target } from '../../../src/shared/settings/targets/targets.ts';
import { resolveTarget } from '../../../src/shared/settings/targets/resolve-target.ts';
import { createTopicHub, type TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { exportTranscript } from '../../../src/shared/session/transcript/transcript-export.ts';
import { cleanReport } from '../../support/analysis-samples.ts';
import { bundleAnswers } from './bundle-answers.ts';
import { fileAnswers } from './file-answers.ts';
import { createFakeDesktop, type FakeDesktop } from './fake-desktop.ts';
import { replayAnswers } from './replay-answers.ts';
import { tapAnswers } from './tap-answers.ts';
import { backendAnswers } from './backend-answers.ts';
import { targetAnswers } from './target-answers.ts';
import { verificationAnswers } from './verification-answers.ts';
import { createVitals } from './vitals.ts';
import { directAnswers } from './direct-answers.ts';
import { sampleReport, sampleSession, sampleStatus } from './samples.ts';

/** A core without audio, disk or network: what it holds is set by the test, and commands change it. */
export type FakeCore = {
  handlers: Handlers;
  topics: TopicHub;
  /** Every command with its parsed input, in the order of arrival. */
  calls: { name: string; input: unknown }[];
  setStatus(status: Status): void;
  setSendings(sendings: readonly Sending[]): void;
  addEvents(events: readonly StoredEvent[]): void;
  addLine(sessionId: string, line: SessionReport['transcript'][number]): void;
  /** Makes the next call of a command fail. */
  failNext(name: keyof Handlers, error: AppError): void;
  /** Lets a stop that waits for the target end. */
  finishStop(): void;
  /** Lets a replay or a twin run end. */
  finishPlaying(): void;
  /** Lets a run of a scenario end. */
  finishScenario(): void;
};

const stagingTarget: Target = { name: 'staging', wsUrl: 'wss://staging.example.org/ws' };

export function createFakeCore(start: {
  status?: Status;
  sessions?: readonly SessionSummary[];
  events?: readonly StoredEvent[];
  alerts?: readonly Alert[];
  analysis?: AnalysisReport;
  desktop?: FakeDesktop;
}): FakeCore {
  const topics = createTopicHub();
  const calls: FakeCore['calls'] = [];
  const failures = new Map<string, AppError>();
  const sessions = new Map(
    (start.sessions ?? []).map((session) => [session.sessionId, sampleReport(session)]),
  );
  const events = [...(start.events ?? [])];
  let alerts = [...(start.alerts ?? [])];
  const analysis = start.analysis ?? cleanReport({ events: 0, sessions: 0 });
  const desktop = createFakeDesktop(start.desktop, topics);
  const replays = replayAnswers(topics);
  const verifications = verificationAnswers(topics);
  let settings = settingsSchema.parse({ targets: [stagingTarget] });
  let status = start.status ?? sampleStatus();
  let sendings: Sending[] = [];
  // The page shows that it stops before the core has heard of it: what may end is known before.
  let stopping = Promise.withResolvers<undefined>();
  const finishStop = (): void => stopping.resolve(undefined);

  function setStatus(next: Status): void {
    status = next;
    topics.publish('status', next);
  }

  function setSendings(next: readonly Sending[]): void {
    sendings = [...next];
    topics.publish('sendings', sendings);
  }

  function report(sessionId: string): SessionReport {
    const found = sessions.get(sessionId);
    if (found === undefined) throw new AppError('not-found', `There is no session ${sessionId}.`);
    return found;
  }

  function keep(next: SessionReport): void {
    sessions.set(next.sessionId, next);
    topics.publish('sessions', { sessionId: next.sessionId });
  }

  const answers: Handlers = {
    'app.info': () => Promise.resolve({ version: '0.1.0', platform: 'linux', home: '/home/me/.scrumbot' }),
    'status.get': () => Promise.resolve(status),
    ...createVitals(),
    ...tapAnswers(topics),
    ...replays.handlers,
    'session.start': (input) => {
      const target =
        input.mode === 'stream' ? resolveTarget(input.target ?? settings.target, settings.targets) : null;
      const session = sampleSession({
        title: input.title ?? 'Meeting',
        mode: input.mode,
        target: target?.name ?? null,
        engine: input.mode === 'direct' ? (input.engine ?? 'groq') : null,
        seconds: 0,
      });
      keep({ ...sampleReport(session), transcript: [], text: '' });
      stopping = Promise.withResolvers();
      setStatus(
        sampleStatus({
          session,
          connection: { phase: 'connecting', sentence: 'Connecting.' },
          levels: input.inputs.map(({ kind }) => ({
            source: kind === 'microphone' ? 'microphone' : 'system',
            state: 'unknown',
            peakDb: null,
            rmsDb: null,
            zeroSec: 0,
            quietSec: 0,
          })),
        }),
      );
      return Promise.resolve(session);
    },
    'session.stop': async () => {
      if (status.session === null) throw new AppError('not-found', 'No recording is running.');
      const session = status.session;
      setStatus(sampleStatus({ ...status, session: { ...session, state: 'stopping' } }));
      await stopping.promise;
      const ended: SessionSummary = { ...session, state: 'ended', endedAt: '2026-03-02T09:27:36.000Z' };
      setStatus(sampleStatus({ ...status, session: ended }));
      const last = { ...report(session.sessionId), ...ended };
      keep(last);
      return last;
    },
    'session.stopWaiting': () => {
      finishStop();
      return Promise.resolve({});
    },
    'stream.tryNow': () => Promise.resolve({}),
    'sessions.peaks': ({ sessionId }) =>
      Promise.resolve({
        secPerPeak: report(sessionId).seconds / 600,
        peaks: Array.from({ length: 600 }, (_, index) => (index % 40 < 6 ? 2 : 40 + ((index * 37) % 150))),
      }),
    'sendings.list': () => Promise.resolve(sendings),
    'sendings.tryNow': () => Promise.resolve({}),
    'sendings.cancel': ({ sessionId }) => {
      setSendings(sendings.filter((sending) => sending.sessionId !== sessionId));
      return Promise.resolve({});
    },
    'session.switchTarget': ({ target }) => {
      if (status.session === null) throw new AppError('not-found', 'Nothing is being streamed.');
      const session = { ...status.session, target: resolveTarget(target, settings.targets).name };
      setStatus(sampleStatus({ ...status, session }));
      return Promise.resolve(session);
    },
    'sessions.send': ({ sessionId }) => {
      keep({ ...report(sessionId), undelivered: 0, reason: null });
      return Promise.resolve(report(sessionId));
    },
    'sessions.list': ({ query, chip, limit }) =>
      Promise.resolve(
        [...sessions.values()]
          .filter(
            (session) =>
              (chip === undefined || chipOf(session) === chip) &&
              (query === undefined || JSON.stringify(session).toLowerCase().includes(query.toLowerCase())),
          )
          .slice(0, limit),
      ),
    'sessions.annotate': ({ sessionId, title, notes, tags }) => {
      const before = report(sessionId);
      keep({
        ...before,
        title: title ?? before.title,
        notes: notes ?? before.notes,
        tags: tags ?? before.tags,
      });
      return Promise.resolve(report(sessionId));
    },
    'sessions.show': ({ sessionId }) => Promise.resolve(report(sessionId)),
    'sessions.showFolder': () => Promise.resolve({}),
    'sessions.export': ({ sessionId, format }) =>
      Promise.resolve(exportTranscript(report(sessionId), format)),
    'sessions.delete': ({ sessionId }) => {
      sessions.delete(sessionId);
      topics.publish('sessions', { sessionId });
      return Promise.resolve({ isGone: true, reason: null, removedCopies: [] });
    },
    'events.list': ({ limit, beforeSeq = Infinity, afterSeq, ...conditions }) => {
      const matching = events.filter((event) => event.seq < beforeSeq && isMatch(event, conditions));
      if (afterSeq === undefined) return Promise.resolve(matching.slice(-limit).toReversed());
      return Promise.resolve(matching.filter(({ seq }) => seq > afterSeq).slice(0, limit));
    },
    'events.count': (conditions) => {
      const seqs = events.filter((event) => isMatch(event, conditions)).map(({ seq }) => seq);
      return Promise.resolve({
        total: seqs.length,
        oldestSeq: seqs[0] ?? null,
        newestSeq: seqs.at(-1) ?? null,
      });
    },
    'events.choices': () =>
      Promise.resolve({
        types: [...new Set(events.map(({ type }) => type))].sort(),
        sessions: [...sessions.values()].map(({ sessionId, title }) => ({ sessionId, title, newestSeq: 1 })),
        targets: [...new Set(events.flatMap(({ target }) => target ?? []))].sort(),
      }),
    'events.histogram': ({ conditions, bars }) => {
      const times = events.filter((event) => isMatch(event, conditions)).map(({ wallMs }) => wallMs);
      const fromMs = Math.min(...times);
      const stepMs = Math.max(1, (Math.max(...times) - fromMs) / (bars - 1));
      const counts = Array.from({ length: times.length === 0 ? 0 : bars }, () => 0);
      for (const at of times) {
        const bar = Math.floor((at - fromMs) / stepMs);
        counts[bar] = (counts[bar] ?? 0) + 1;
      }
      return Promise.resolve({ fromMs: times.length === 0 ? 0 : fromMs, stepMs, counts });
    },
    'events.delete': () => Promise.resolve({ deleted: 0, isGone: true, reason: null, removedCopies: [] }),
    'alerts.list': ({ openOnly }) =>
      Promise.resolve(alerts.filter(({ acknowledgedMs }) => !openOnly || acknowledgedMs === null)),
    'alerts.acknowledge': ({ id }) => {
      alerts = alerts.map((alert) =>
        id === undefined || alert.id === id ? { ...alert, acknowledgedMs: 1 } : alert,
      );
      const open = alerts.filter(({ acknowledgedMs }) => acknowledgedMs === null);
      topics.publish('alerts', open);
      return Promise.resolve(open);
    },
    'analysis.run': () => Promise.resolve(analysis),
    'analysis.whatIf': () => Promise.resolve({ usual: analysis, changed: analysis }),
    'analysis.compare': () => Promise.resolve(compareReports(analysis, analysis)),
    'analysis.marking': () => Promise.resolve({ markedSeq: 0, firstSeq: 0, lastSeq: 0 }),
    'analysis.marks': () => Promise.resolve([]),
    'analysis.events': ({ ids }) => Promise.resolve(events.filter(({ seq }) => ids.includes(seq))),
    'targets.list': () =>
      Promise.resolve({
        targets: [{ name: 'built-in', wsUrl: null }, ...settings.targets].map((target) => ({
          ...target,
          badge: targetColour(target),
          asksFirst: asksFirst(target),
          credentials: [],
        })),
        current: settings.target,
      }),
    ...targetAnswers(
      () => settings,
      (targets, target) => {
        settings = { ...settings, targets, target };
        topics.publish('settings', settings);
      },
    ),
    ...verifications.handlers,
    ...backendAnswers(topics),
    ...bundleAnswers(topics),
    ...fileAnswers(topics),
    ...desktop,
    ...directAnswers(desktop['keys.list'], topics, (plainAddresses) => {
      settings = { ...settings, direct: { ...settings.direct, plainAddresses } };
      topics.publish('settings', settings);
    }),
    'settings.get': () => Promise.resolve(settings),
    'settings.update': (patch) => {
      settings = settingsSchema.parse({
        ...settings,
        ...patch,
        record: { ...settings.record, ...patch.record },
        sound: { ...settings.sound, ...patch.sound },
        alerts: { ...settings.alerts, ...patch.alerts },
        direct: { ...settings.direct, ...patch.direct },
        verification: { ...settings.verification, ...patch.verification },
      });
      topics.publish('settings', settings);
      return Promise.resolve(settings);
    },
  };

  topics.publish('status', status);
  return {
    handlers: Object.fromEntries(
      Object.entries(answers).map(([name, handler]) => [
        name,
        async (input: never) => {
          calls.push({ name, input });
          const failure = failures.get(name);
          failures.delete(name);
          if (failure !== undefined) throw failure;
          return handler(input);
        },
      ]),
    ) as Handlers,
    topics,
    calls,
    setStatus,
    setSendings,
    addEvents(added) {
      events.push(...added);
      topics.publish('events', [...added]);
      topics.publish('monitor', { total: events.length, duplicates: 0, deprecated: 0, validationErrors: 0 });
    },
    addLine(sessionId, line) {
      const known = report(sessionId);
      sessions.set(sessionId, { ...known, transcript: [...known.transcript, line] });
      topics.publish('transcript', { sessionId, line });
    },
    failNext: (name, error) => void failures.set(name, error),
    finishStop,
    finishPlaying: replays.finish,
    finishScenario: verifications.finishScenario,
  };
}

/** As the store does, but for whole words: a text is found wherever it stands. */
function isMatch(event: StoredEvent, conditions: EventConditions): boolean {
  const { text, sinceMs = 0, untilMs = Infinity, minBytes, maxBytes, verdict, cause, ...equal } = conditions;
  const isEqual = Object.entries(equal).every(
    ([name, value]) => value === undefined || event[name as keyof StoredEvent] === value,
  );
  const isMarked =
    cause === undefined &&
    (verdict === undefined || (verdict === 'deprecated' && event.type === 'transcription_result'));
  const size = event.bytes ?? NaN;
  return (
    isEqual &&
    isMarked &&
    event.wallMs >= sinceMs &&
    event.wallMs < untilMs &&
    (minBytes === undefined || size >= minBytes) &&
    (maxBytes === undefined || size <= maxBytes) &&
    (text === undefined || JSON.stringify(event).toLowerCase().includes(text.toLowerCase()))
  );
}
