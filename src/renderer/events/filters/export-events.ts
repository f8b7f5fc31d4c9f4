import type { BridgeClient } from '../../../shared/contract/connect-bridge.ts';
import { csvHead, csvLine } from '../../../shared/events/events-csv.ts';
import type { EventConditions } from '../../../shared/events/events.ts';

export type ExportFormat = 'jsonl' | 'csv';

const pageSize = 2_000;

/** All events that match, oldest first, as `scrumbot events export` writes them. `onCount` hears how many there are so far. */
export async function exportEvents(
  call: BridgeClient['call'],
  wanted: { conditions: EventConditions; format: ExportFormat },
  over: { onCount: (events: number) => void; signal: AbortSignal },
): Promise<Blob> {
  const { conditions, format } = wanted;
  // The browser keeps large parts on its disk.
  const parts: Blob[] = format === 'csv' ? [new Blob([csvHead])] : [];
  let events = 0;
  let afterSeq = 0;
  for (;;) {
    over.signal.throwIfAborted();
    const page = await call('events.list', { ...conditions, afterSeq, limit: pageSize });
    parts.push(
      new Blob(page.map((event) => (format === 'csv' ? csvLine(event) : `${JSON.stringify(event)}\n`))),
    );
    events += page.length;
    over.onCount(events);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    afterSeq = last.seq;
  }
  return new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/jsonl' });
}
