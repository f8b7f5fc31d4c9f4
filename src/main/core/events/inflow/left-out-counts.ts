import type { EventDraft, StoredEvent } from '../../../../shared/events/events.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

/** What was left out of one connection since it was told last. */
export type LeftOutCounts = {
  add(draft: EventDraft, isForRoom: boolean): void;
  judged(event: StoredEvent): void;
  /** The event's fields and reason, and counts from 0 again; `null` when there is nothing to tell. */
  take(): Pick<EventDraft, 'fields' | 'reason' | 'bytes'> | null;
};

// What a line can show; the rest is counted together.
const mostTypes = 20;
const otherTypes = 'other types';

export function createLeftOutCounts(): LeftOutCounts {
  let byType = new Map<string, number>();
  let counts = { count: 0, bytes: 0, forRoom: 0, duplicates: 0, deprecated: 0, validationErrors: 0 };

  return {
    add({ type, bytes }, isForRoom) {
      const name = byType.has(type) || byType.size < mostTypes ? type : otherTypes;
      byType.set(name, (byType.get(name) ?? 0) + 1);
      counts.count += 1;
      counts.bytes += bytes ?? 0;
      if (isForRoom) counts.forRoom += 1;
    },
    judged({ verdict }) {
      if (verdict === undefined) return;
      if (verdict.isDuplicate) counts.duplicates += 1;
      if (verdict.isDeprecated) counts.deprecated += 1;
      counts.validationErrors += verdict.validationErrors.length;
    },
    take() {
      const { count, bytes, forRoom, ...verdicts } = counts;
      if (count === 0) return null;
      const types = [...byType].toSorted(([, a], [, b]) => b - a);
      byType = new Map();
      counts = { count: 0, bytes: 0, forRoom: 0, duplicates: 0, deprecated: 0, validationErrors: 0 };
      const why = sentence(forRoom === count ? 'storage.no-room' : 'storage.too-much');
      const listed = types.map(([type, number]) => `${type} ${number}`).join(', ');
      return {
        bytes,
        // Names are the peer's: a list of pairs, not properties.
        fields: { count, byType: types, forRoom, ...verdicts },
        reason: say('storage.left-out', {
          frames: count,
          why,
          types: listed,
          duplicates: verdicts.duplicates,
        }),
      };
    },
  };
}
