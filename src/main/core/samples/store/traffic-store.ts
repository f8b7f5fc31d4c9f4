import type { Database } from 'better-sqlite3';
import type { Network } from '../../../../shared/health/network.ts';
import { ownEnd } from '../../../../shared/health/own-end.ts';
import { noBytes } from '../../../../shared/session/no-counts.ts';
import { isRunning } from '../../../../shared/session/running.ts';
import type { Standing } from '../../../../shared/session/status.ts';

export type TrafficReads = {
  /** What went to targets and came from them since a time; wall clock, ms since 1970. */
  since(sinceMs: number): Network;
};

const mostSessions = 100;
const mostEndings = 200;

type SessionRow = Omit<Network['sessions'][number], 'bytes' | 'chunks'> &
  Record<'out' | 'in' | 'plainOut' | 'retried' | 'unconfirmed', number>;

export function trafficReads(db: Database): TrafficReads {
  const byType = db.prepare<[number], Network['byType'][number]>(`
    SELECT type, direction, count(*) AS frames, coalesce(sum(bytes), 0) AS bytes
    FROM events WHERE wall_ms >= ? AND kind = 'frame' AND direction IS NOT NULL
    GROUP BY type, direction ORDER BY bytes DESC`);
  const sessions = db.prepare<[number], SessionRow>(`
    SELECT session_id AS sessionId, title, target, bytes_out AS out, bytes_in AS "in", plain_out AS plainOut,
      (SELECT coalesce(sum(max(attempts - 1, 0)), 0) FROM outbox o WHERE o.session_id = s.session_id) AS retried,
      (SELECT count(*) FROM outbox o WHERE o.session_id = s.session_id AND state = 'unconfirmed') AS unconfirmed
    FROM sessions s WHERE started_ms >= ? ORDER BY started_ms DESC LIMIT ${mostSessions}`);
  const endings = db.prepare<
    [number, string],
    Omit<Network['endings'][number], 'code'> & { code: string | null }
  >(`
    SELECT seq, wall_ms AS atMs, target, json_extract(fields, '$.code') AS code, coalesce(reason, '') AS sentence
    FROM events WHERE type = 'connection.ended' AND wall_ms >= ?
      AND coalesce(json_extract(fields, '$.code'), '') <> ? ORDER BY seq DESC LIMIT ${mostEndings}`);

  return {
    since(sinceMs) {
      const listed = sessions
        .all(sinceMs)
        .map(({ out, in: came, plainOut, retried, unconfirmed, ...session }) => ({
          ...session,
          bytes: { out, in: came, plainOut },
          chunks: { retried, unconfirmed },
        }));
      return {
        byType: byType.all(sinceMs),
        sessions: listed,
        targets: addUp(listed),
        endings: endings.all(sinceMs, ownEnd).map((ended) => ({ ...ended, code: ended.code ?? '' })),
      };
    },
  };
}

/** The same with what the running session has moved so far, which is stored at its end. */
export function withRunning(network: Network, standing: Pick<Standing, 'session' | 'bytes'>): Network {
  if (!isRunning(standing)) return network;
  const { session, bytes } = standing;
  const sessions = network.sessions.map((one) =>
    one.sessionId === session?.sessionId ? { ...one, bytes } : one,
  );
  return { ...network, sessions, targets: addUp(sessions) };
}

/** For each target, in the order of its newest session. */
function addUp(sessions: Network['sessions']): Network['targets'] {
  const totals = new Map<string, Network['targets'][number]>();
  for (const { target, bytes, chunks } of sessions) {
    if (target === null) continue;
    const total = totals.get(target) ?? {
      ...{ target, sessions: 0 },
      ...{ bytes: noBytes, chunks: { retried: 0, unconfirmed: 0 } },
    };
    total.sessions += 1;
    total.bytes = {
      out: total.bytes.out + bytes.out,
      in: total.bytes.in + bytes.in,
      plainOut: total.bytes.plainOut + bytes.plainOut,
    };
    total.chunks = {
      retried: total.chunks.retried + chunks.retried,
      unconfirmed: total.chunks.unconfirmed + chunks.unconfirmed,
    };
    totals.set(target, total);
  }
  return [...totals.values()];
}
