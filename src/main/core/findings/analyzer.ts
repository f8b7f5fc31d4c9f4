import { isDuplicate } from '../../../shared/events/finding-rules.ts';
import type { AnalysisReport, AnalysisRules, Traffic } from '../../../shared/events/findings.ts';
import { createAnswerRules } from './causes/answers.ts';
import { createChunkRules } from './causes/chunks.ts';
import { createConnections } from './causes/connections.ts';
import { createFindingCollector, type Marking } from './causes/finding-collector.ts';
import { createPairRules } from './causes/old-new-pairs.ts';
import { createRepeatRules } from './causes/repeats.ts';
import { createReusedIdRules } from './causes/reused-ids.ts';
import { createContractDrift } from './contract-drift.ts';
import { createDeprecatedRadar } from './deprecated-radar.ts';
import {
  createCopies,
  frameFacts,
  scopeOf,
  type AnalysedEvent,
  type FrameFacts,
  createJudge,
  monitorEventOf,
  createStreamTime,
  createValidation,
} from '../monitor/monitor.ts';
import { recommend } from './recommendations.ts';
import { createSpill } from '../bounded/bounded.ts';

/** The whole analysis of a stream of events, one after another in the order of their `seq`, in bounded memory. */
export type Analyzer = {
  add(event: AnalysedEvent): void;
  report(): AnalysisReport;
  close(): void;
};

// Enough for the names of a protocol; a target that makes names up is summed up under one.
const mostTrafficTypes = 500;

/**
 * `marking` hears of each event that a verdict or a cause is about, as soon as it is known. Who asks for that has no use
 * for a report, and what only counts for one is left out: traffic, rules that are broken, old names, drift.
 */
export function createAnalyzer(rules: AnalysisRules, marking: Marking | null = null): Analyzer {
  const ignored = new Set(rules.ignore);
  const spill = createSpill();
  const judge = createJudge(rules, spill);
  const copies = createCopies();
  const streamTime = createStreamTime();
  const collector = createFindingCollector(marking);
  const connections = createConnections();
  const windowMs = rules.windowSec * 1000;
  const chunks = createChunkRules(connections, collector);
  const pairs = createPairRules(windowMs, collector);
  const repeats = createRepeatRules({ windowMs, connections, collector, chunks });
  const reusedIds = createReusedIdRules(collector);
  const answers = createAnswerRules(windowMs, collector);
  const validation = createValidation();
  const radar = createDeprecatedRadar();
  const drift = createContractDrift();
  const traffic = new Map<string, Traffic>();
  const results = { messages: 0, bytes: 0, transcriptions: 0 };
  const monitor = { duplicates: 0, deprecated: 0, validationErrors: 0 };
  let events = 0;
  let sessions = 0;
  let lastSession: string | null = null;
  const knownSessions = spill.map<true>({
    name: 'sessions',
    maxBytes: 4 * 1024 * 1024,
    write: () => '',
    read: () => true,
  });
  let firstMs: number | null = null;
  let lastMs: number | null = null;

  function add(event: AnalysedEvent): void {
    if (copies.isCopy(event)) return;
    const atMs = streamTime(event);
    if (event.kind === 'connection') {
      const isOver = event.type === 'connection.ended' || event.type === 'connection.closed';
      if (isOver) connections.end(scopeOf(event), event.connectionId, event.generation);
      return;
    }
    if (event.kind !== 'frame') return;
    const frame = frameFacts(event, atMs, ignored);
    events += 1;
    firstMs ??= frame.wallMs;
    lastMs = frame.wallMs;
    countSession(frame.sessionId);
    if (marking === null) countTraffic(frame);
    const life = connections.see(frame);
    askMonitor(frame);
    if (marking === null) {
      validation.see(frame);
      radar.see(frame, life.serverVersion);
      drift.see(frame);
    }
    if (frame.deliveries > 1) noteDoubleListener(frame);
    repeats.reconsider(frame, life);
    const isPair = pairs.see(frame);
    const isExplained = chunks.see(frame, life) || repeats.see(frame, life, isPair) || isPair;
    const isAnsweredAgain = answers.see(frame, life, isExplained);
    reusedIds.see(frame);
    if (frame.canonical === 'TRANSCRIPTION_RESULT' && frame.direction === 'in')
      countResult(frame, isExplained || isAnsweredAgain);
  }

  function countResult(frame: FrameFacts, isRepeat: boolean): void {
    results.messages += 1;
    results.bytes += frame.bytes;
    if (!isRepeat) results.transcriptions += 1;
  }

  function countSession(sessionId: string | null): void {
    if (sessionId === null || sessionId === lastSession) return;
    lastSession = sessionId;
    if (knownSessions.get(sessionId) !== undefined) return;
    knownSessions.set(sessionId, true, 0);
    sessions += 1;
  }

  function countTraffic({ type, direction, bytes }: FrameFacts): void {
    const known = traffic.get(`${direction} ${type}`);
    if (known !== undefined) {
      known.messages += 1;
      known.bytes += bytes;
      return;
    }
    const name = traffic.size < mostTrafficTypes ? type : '(other types)';
    const key = `${direction} ${name}`;
    const entry = traffic.get(key) ?? { type: name, direction, messages: 0, bytes: 0 };
    entry.messages += 1;
    entry.bytes += bytes;
    traffic.set(key, entry);
  }

  function askMonitor(frame: FrameFacts): void {
    const { verdict } = judge.judge(monitorEventOf(frame));
    if (verdict.isDuplicate) monitor.duplicates += 1;
    if (verdict.isDeprecated) monitor.deprecated += 1;
    monitor.validationErrors += verdict.validationErrors.length;
    if (marking === null) return;
    if (verdict.isDuplicate) marking.mark('duplicate', frame.seq);
    if (verdict.isDeprecated) marking.mark('deprecated', frame.seq);
    if (verdict.validationErrors.length > 0) marking.mark('invalid', frame.seq);
  }

  function noteDoubleListener(frame: FrameFacts): void {
    collector.open({
      cause: 'double-listener',
      events: [frame],
      repeats: frame.deliveries - 1,
      // The frame was on the wire once.
      bytesWasted: 0,
      confidence: 0.95,
      circumstances: {
        names: [frame.type],
        direction: frame.direction,
        connections: [frame.connection],
        apartMs: 0,
        detail: null,
      },
    });
  }

  return {
    add,
    report() {
      const byCause = collector.totals();
      const faults = byCause.filter(({ cause }) => isDuplicate(cause));
      const found = {
        totals: byCause,
        findings: collector.findings(),
        violations: validation.violations(),
        deprecated: radar.uses(),
        drift: drift.changes(),
      };
      return {
        rules,
        events,
        sessions,
        firstMs,
        lastMs,
        monitor: { ...monitor },
        copies: copies.count(),
        results: { ...results },
        duplicates: faults.reduce((sum, { repeats: count }) => sum + count, 0),
        bytesWasted: faults.reduce((sum, { bytesWasted }) => sum + bytesWasted, 0),
        byCause,
        findings: found.findings,
        violations: found.violations,
        deprecated: found.deprecated,
        drift: found.drift,
        recommendations: recommend(found),
        traffic: [...traffic.values()].sort((a, b) => b.bytes - a.bytes),
      };
    },
    close: () => spill.close(),
  };
}
