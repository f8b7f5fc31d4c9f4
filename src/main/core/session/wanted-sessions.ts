import { chipOf, type SessionChip } from '../../../shared/session/chip.ts';
import type { SessionSummary } from '../../../shared/session/session.ts';

/** Which sessions of the list are asked for. */
export type Wanted = { query?: string | undefined; chip?: SessionChip | undefined };

// More than anybody has: thirty a day for nine years.
const mostSessions = 100_000;

/** The newest `limit` of those that are asked for; `list` answers the newest of all. */
export async function listWanted(
  limit: number,
  wanted: Wanted,
  list: (count: number) => Promise<SessionSummary[]>,
): Promise<SessionSummary[]> {
  if (wanted.query === undefined && wanted.chip === undefined) return list(limit);
  const all = await list(mostSessions);
  return all.filter((session) => isWanted(session, wanted)).slice(0, limit);
}

/** Every word of the query is somewhere in title, notes or tags, whatever its case and however its accents are coded. */
function isWanted(session: SessionSummary, { query, chip }: Wanted): boolean {
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
