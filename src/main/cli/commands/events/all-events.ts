import { eventFilterSchema, type EventFilter, type StoredEvent } from '../../../../shared/events/events.ts';
import type { Core } from '../../../core/core.ts';

const pageSize = 1_000;

/** All events that match, oldest first, a page at a time. */
export async function* allEvents(core: Core, filter: EventFilter): AsyncGenerator<StoredEvent> {
  let afterSeq = 0;
  for (;;) {
    const page = await core.handlers['events.list'](
      eventFilterSchema.parse({ ...filter, afterSeq, limit: pageSize }),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    afterSeq = last.seq;
  }
}
