import type { Violation } from '../../../shared/events/findings.ts';
import { isConstantViolation, missingFields } from '../../../shared/protocol/required-fields.ts';
import type { FrameFacts } from './frame-facts.ts';

/** Validation errors, grouped so that a new violation stands out among those of every day. */
export type Validation = {
  see(frame: FrameFacts): void;
  violations(): Violation[];
};

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'list';

/** What the fields of the server's messages hold, as observed on a real backend; `null` passes everywhere. */
const fieldKinds: Readonly<Record<string, Readonly<Record<string, readonly Kind[]>>>> = {
  TRANSCRIPTION_RESULT: {
    text: ['string'],
    confidence: ['number'],
    timestamp: ['string', 'number'],
    speaker: ['string'],
    chunkId: ['string'],
    is_final: ['boolean'],
    trigger_reason: ['string'],
    meetingId: ['string'],
    speakers: ['list'],
  },
  MEETING_UPDATE: { meetingId: ['string'], participants: ['list'], latestTranscript: ['string'] },
  PROCESSING_STATUS: { message: ['string'], stage: ['string'] },
  PROCESSING_COMPLETE: { message: ['string'], total_transcripts: ['number'], meeting_id: ['string'] },
  MEETING_SUMMARY: { meetingId: ['string'], participants: ['list'], totalChunks: ['number'] },
  SESSION_REGISTERED: { sessionId: ['string'], meetingId: ['string'], isNewSession: ['boolean'] },
  HANDSHAKE_ACK: { serverVersion: ['string'], status: ['string'] },
};

// A target that makes up ever new types must not fill the memory.
const mostGroups = 1_000;

export function createValidation(): Validation {
  const groups = new Map<string, Violation>();

  function note(frame: FrameFacts, path: string, expected: string, found: string): void {
    const key = `${frame.type}\n${path}\n${expected}\n${found}`;
    const group = groups.get(key);
    if (group !== undefined) {
      group.events += 1;
      group.lastMs = frame.wallMs;
      return;
    }
    if (groups.size >= mostGroups) return;
    groups.set(key, {
      type: frame.type,
      path,
      expected,
      found,
      events: 1,
      isConstant: found === 'missing' && isConstantViolation(frame.type),
      sampleId: frame.seq,
      firstMs: frame.wallMs,
      lastMs: frame.wallMs,
    });
  }

  return {
    see(frame) {
      const { data } = frame;
      const place = frame.message.data === data ? 'data.' : '';
      for (const name of missingFields(frame.type, data))
        note(frame, `${place}${name}`, 'present', 'missing');
      for (const { path, found } of frame.oddNumbers)
        note(frame, path, found === '-0' ? '0' : 'a number that JSON knows', found);
      if (frame.direction === 'out') return;
      const kinds = fieldKinds[frame.canonical];
      if (kinds === undefined) return;
      for (const name in kinds) {
        const value = data[name];
        if (value === undefined || value === null) continue;
        const expected = kinds[name] ?? [];
        const found = kindOf(value);
        if (!expected.includes(found)) note(frame, `${place}${name}`, expected.join(' or '), found);
        else if (name === 'confidence' && Number.isFinite(value) && (Number(value) < 0 || Number(value) > 1))
          note(frame, `${place}${name}`, 'a number from 0 to 1', 'a number outside');
      }
    },
    violations: () =>
      [...groups.values()].sort(
        (a, b) =>
          Number(a.isConstant) - Number(b.isConstant) || b.events - a.events || a.sampleId - b.sampleId,
      ),
  };
}

export function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'object';
}
