import type { Drift } from '../../../shared/events/findings.ts';
import { type FrameFacts, kindOf } from '../monitor/monitor.ts';

/** Notices when messages of one type begin to look different. */
export type ContractDrift = {
  see(frame: FrameFacts): void;
  changes(): Drift[];
};

/** So many messages make a habit, and a change of it. */
export const enoughSamples = 20;
const mostShapes = 500;
const mostFields = 200;
const mostChanges = 200;

type Field = {
  /** Kinds of value that are usual here. */
  kinds: Set<string>;
  /** Messages that had it, in all and while the habit was formed. */
  seen: number;
  isUsual: boolean;
  /** Messages in a row that lacked it. */
  missed: number;
  /** A new kind of value on trial, and how often it came. */
  newKind: string | undefined;
  newKindSeen: number;
  /** The last message that had it. */
  lastSample: number;
  firstId: number;
};
/** `place` is where the fields stand, `data.` or the top. */
type Shape = { type: string; place: string; samples: number; fields: Map<string, Field> };

/**
 * The first messages of a type form the habit. A new field or kind of value is a change once it came in as many
 * messages again, a field that was always there once it is missing in as many in a row. Fields that come and go
 * are no habit.
 */
export function createContractDrift(): ContractDrift {
  const shapes = new Map<string, Shape>();
  const changes: Drift[] = [];

  function see(frame: FrameFacts): void {
    if (frame.direction === 'out') return;
    const place = frame.message.data === frame.data ? 'data.' : '';
    const key = `${frame.target ?? ''}\n${frame.type}\n${variantOf(frame)}\n${place}`;
    let shape = shapes.get(key);
    if (shape === undefined) {
      if (shapes.size >= mostShapes) return;
      shape = { type: frame.type, place, samples: 0, fields: new Map() };
      shapes.set(key, shape);
    }
    shape.samples += 1;
    for (const name in frame.data) seeField(shape, name, frame.data[name], frame);
    if (shape.samples > enoughSamples) seeMissing(shape, frame);
  }

  function seeField(shape: Shape, name: string, value: unknown, frame: FrameFacts): void {
    const kind = value === null ? 'null' : kindOf(value);
    const field = shape.fields.get(name);
    if (field === undefined) {
      if (shape.fields.size >= mostFields) return;
      shape.fields.set(name, {
        kinds: new Set([kind]),
        seen: 1,
        isUsual: shape.samples <= enoughSamples,
        missed: 0,
        newKind: undefined,
        newKindSeen: 0,
        lastSample: shape.samples,
        firstId: frame.seq,
      });
      return;
    }
    field.seen += 1;
    field.missed = 0;
    field.lastSample = shape.samples;
    if (!field.isUsual && field.seen === enoughSamples) {
      field.isUsual = true;
      note(shape, frame, name, { change: 'appeared', was: 'absent', is: kind, eventId: field.firstId });
    }
    if (field.kinds.has(kind)) return;
    // Null says that there is no value, not that values are of another kind now.
    if (shape.samples <= enoughSamples || kind === 'null') {
      field.kinds.add(kind);
      return;
    }
    field.newKindSeen = field.newKind === kind ? field.newKindSeen + 1 : 1;
    field.newKind = kind;
    if (field.newKindSeen < enoughSamples) return;
    note(shape, frame, name, {
      change: 'type-changed',
      was: [...field.kinds].join(' or '),
      is: kind,
      eventId: frame.seq,
    });
    field.kinds.add(kind);
  }

  function seeMissing(shape: Shape, frame: FrameFacts): void {
    for (const [name, field] of shape.fields) {
      if (field.lastSample === shape.samples) continue;
      field.missed += 1;
      const wasAlways = field.seen + field.missed === shape.samples;
      if (wasAlways && field.seen >= enoughSamples && field.missed === enoughSamples)
        note(shape, frame, name, {
          change: 'vanished',
          was: [...field.kinds].join(' or '),
          is: 'absent',
          eventId: frame.seq,
        });
    }
  }

  function note(
    shape: Shape,
    frame: FrameFacts,
    name: string,
    how: Pick<Drift, 'change' | 'was' | 'is' | 'eventId'>,
  ): void {
    if (changes.length >= mostChanges) return;
    changes.push({
      type: shape.type,
      path: `${shape.place}${name}`,
      ...how,
      samples: shape.samples,
      atMs: frame.wallMs,
    });
  }

  return { see, changes: () => changes };
}

/** Results of different origin have different fields; each kind is held against itself. */
function variantOf({ canonical, data }: FrameFacts): string {
  if (canonical === 'TRANSCRIPTION_RESULT') {
    if (data.is_final === true) return 'final';
    return data.trigger_reason === undefined ? 'normal' : 'timeout';
  }
  return typeof data.stage === 'string' ? data.stage : '';
}
