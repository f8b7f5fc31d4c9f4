import { chipOf, type SessionChip } from '../../../shared/session/chip.ts';
import type { SessionSummary } from '../../../shared/session/session.ts';

/** Which sessions of the list are asked for. */
export type Wanted = { query?: string | undefined; chip?: SessionChip | undefined };

/** Every word of the query is somewhere in title, notes or tags, whatever its case and however its accents are coded. */
export function isWanted(session: SessionSummary, { query, chip }: Wanted): boolean {
  if (chip !== undefined && chipOf(session) !== chip) return false;
  if (query === undefined) return true;
  const { title, notes, tags, meetingId } = session;
  const written = folded([title, notes, ...tags, meetingId].join('\n'));
  return folded(query)
    .split(/\s+/)
    .every((word) => written.includes(word));
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase();
}
