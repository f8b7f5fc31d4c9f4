import { useState, type ReactNode } from 'react';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { EventComparison } from '../../findings/event-comparison.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';
import '../../findings/findings.css';

/** An event beside any other, field by field; one before it of the same type is proposed. */
export function EventDiff({ event }: { event: StoredEvent }): ReactNode {
  const { seq, type } = event;
  const [other, setOther] = useState<string | null>(null);
  const before = useAnswer(
    'events.list',
    { type, beforeSeq: seq, limit: 1 },
    { enabled: other !== null, select: ([first]) => first?.seq ?? null },
  ).data;
  if (other === null) {
    return (
      <p className="event-diff">
        <button type="button" onClick={() => setOther('')}>
          {text.event.compare}
        </button>
      </p>
    );
  }
  const chosen = other === '' ? before : Number(other);
  const isNumber = chosen !== null && chosen !== undefined && Number.isSafeInteger(chosen) && chosen > 0;
  return (
    <div className="event-diff">
      <TextField
        type="number"
        min={1}
        label={text.event.compareWith}
        placeholder={before === null || before === undefined ? '' : String(before)}
        value={other}
        onChange={setOther}
      />
      {isNumber && <EventComparison ids={[chosen, seq]} />}
    </div>
  );
}
