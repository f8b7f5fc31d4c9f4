import { frameEvent } from '../../src/main/core/events/frame-event.ts';
import { createAnalyzer } from '../../src/main/core/findings/analyzer.ts';
import type { AnalysedEvent } from '../../src/main/core/monitor/frame-facts.ts';
import { rulesSchema, type AnalysisReport, type AnalysisRules } from '../../src/shared/events/findings.ts';
import { decodeFrame } from '../../src/shared/protocol/decode.ts';

/** What a test says of a frame; the rest is usual. */
export type FrameSketch = {
  atMs: number;
  message: object;
  direction?: 'in' | 'out';
  connection?: string;
  generation?: number | null;
  sessionId?: string | null;
  target?: string | null;
  deliveries?: number;
  /** Fields beside those of the frame, such as a track. */
  fields?: Record<string, unknown>;
};

/** A frame as the recorder stores it. */
export function storedFrame(sketch: FrameSketch, seq: number): AnalysedEvent {
  const raw = JSON.stringify(sketch.message);
  const decoded = decodeFrame(raw);
  const draft = frameEvent({
    direction: sketch.direction ?? 'in',
    raw,
    message: decoded.ok ? decoded.message : null,
    reason: null,
    sessionId: '',
    target: '',
    connectionId: sketch.connection ?? 'c1',
    generation: 1,
    ...(sketch.deliveries !== undefined && { deliveries: sketch.deliveries }),
  });
  return {
    seq,
    wallMs: 1_767_225_600_000 + sketch.atMs,
    monoMs: sketch.atMs,
    kind: 'frame',
    type: draft.type,
    direction: sketch.direction ?? 'in',
    sessionId: sketch.sessionId === undefined ? 's-1' : sketch.sessionId,
    target: sketch.target === undefined ? 'staging' : sketch.target,
    connectionId: sketch.connection ?? 'c1',
    generation: sketch.generation === undefined ? 1 : sketch.generation,
    bytes: draft.bytes ?? null,
    raw: draft.raw ?? null,
    fields: { ...draft.fields, ...sketch.fields },
  };
}

/** The end of a connection, as the link records it. */
export function connectionEnd(atMs: number, generation: number, seq: number): AnalysedEvent {
  return {
    ...storedFrame({ atMs, message: {} }, seq),
    kind: 'connection',
    type: 'connection.ended',
    direction: null,
    connectionId: null,
    generation,
    raw: null,
    fields: {},
  };
}

export function analyse(
  events: readonly AnalysedEvent[],
  rules: Partial<AnalysisRules> = {},
): AnalysisReport {
  const analyzer = createAnalyzer(rulesSchema.parse(rules));
  for (const event of events) analyzer.add(event);
  const report = analyzer.report();
  analyzer.close();
  return report;
}

export function analyseFrames(
  sketches: readonly FrameSketch[],
  rules: Partial<AnalysisRules> = {},
): AnalysisReport {
  return analyse(
    sketches.map((sketch, index) => storedFrame(sketch, index + 1)),
    rules,
  );
}

export function result(text: string, more: Record<string, unknown> = {}): object {
  return {
    type: 'TRANSCRIPTION_RESULT',
    data: {
      text,
      confidence: 0.9,
      timestamp: '2026-01-01T00:00:00Z',
      speaker: 'A',
      chunkId: null,
      is_final: false,
      ...more,
    },
  };
}
