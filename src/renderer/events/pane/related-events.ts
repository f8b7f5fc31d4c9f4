import type { StoredEvent } from '../../../shared/events/events.ts';

/** Why another event belongs to one. */
export type Relation = 'before' | 'after' | 'sent' | 'result' | 'update';
export type Related = { relation: Relation; event: StoredEvent };

/**
 * What stands around an event on its connection: its neighbours, and, both ways, the chunk before a result, the
 * result after a chunk, and the update that repeats a result. `before` and `after` are oldest first.
 */
export function relatedOf(
  event: StoredEvent,
  before: readonly StoredEvent[],
  after: readonly StoredEvent[],
): Related[] {
  const type = nameOf(event);
  const links: (Related | null)[] = [link('before', before.at(-1)), link('after', after[0])];
  if (type.startsWith('AUDIO_CHUNK')) links.push(link('result', after.find(isNamed('TRANSCRIPTION_RESULT'))));
  if (type === 'TRANSCRIPTION_RESULT') {
    links.push(
      link(
        'sent',
        before.findLast((one) => nameOf(one).startsWith('AUDIO_CHUNK')),
      ),
    );
    links.push(link('update', after.find(isNamed('MEETING_UPDATE'))));
  }
  if (type === 'MEETING_UPDATE') links.push(link('result', before.findLast(isNamed('TRANSCRIPTION_RESULT'))));
  return links.filter((one) => one !== null);
}

function link(relation: Relation, event: StoredEvent | undefined): Related | null {
  return event === undefined ? null : { relation, event };
}

// Older servers and clients write names in small letters.
const nameOf = (event: StoredEvent): string =>
  event.kind === 'frame' ? event.type.toUpperCase() : event.type;

const isNamed =
  (name: string) =>
  (event: StoredEvent): boolean =>
    nameOf(event) === name;
