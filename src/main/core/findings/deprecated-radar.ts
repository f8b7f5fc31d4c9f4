import { sessionsUntilSafe } from '../../../shared/events/finding-rules.ts';
import type { DeprecatedUse } from '../../../shared/events/findings.ts';
import { canonicalName, deprecatedNames } from '../../../shared/protocol/names.ts';
import type { FrameFacts } from '../monitor/monitor.ts';

/** Who still uses old names, how much, and since when no more. */
export type DeprecatedRadar = {
  see(frame: FrameFacts, serverVersion: string | null): void;
  uses(): DeprecatedUse[];
};

type Use = Omit<DeprecatedUse, 'share' | 'sessionsSince' | 'isSafeToRemove'>;
type Meaning = { events: number; sessionsSince: number; lastScope: string };

const meanings = new Set(deprecatedNames.map(canonicalName));
const mostUses = 500;

export function createDeprecatedRadar(): DeprecatedRadar {
  const uses = new Map<string, Use>();
  /** Of each target and version, how much there is of a meaning, under either name. */
  const totals = new Map<string, number>();
  /** Sessions of a target in which a meaning came, since the old name last did. */
  const since = new Map<string, Meaning>();

  return {
    see(frame, serverVersion) {
      if (!meanings.has(frame.canonical)) return;
      const place = `${frame.target ?? ''}\n${serverVersion ?? ''}`;
      const total = `${frame.canonical}\n${place}`;
      if (totals.size < mostUses || totals.has(total)) totals.set(total, (totals.get(total) ?? 0) + 1);
      countSession(frame);
      if (!frame.isOld) return;
      const key = `${frame.type}\n${place}`;
      const use = uses.get(key);
      if (use !== undefined) {
        use.events += 1;
        use.lastMs = frame.wallMs;
        use.lastId = frame.seq;
      } else if (uses.size < mostUses) {
        uses.set(key, {
          name: frame.type,
          replacement: frame.canonical,
          target: frame.target,
          serverVersion,
          events: 1,
          firstMs: frame.wallMs,
          lastMs: frame.wallMs,
          firstId: frame.seq,
          lastId: frame.seq,
        });
      }
    },
    uses: () =>
      [...uses.values()]
        .map((use) => {
          const total = totals.get(`${use.replacement}\n${use.target ?? ''}\n${use.serverVersion ?? ''}`);
          const sessionsSince = since.get(`${use.replacement}\n${use.target ?? ''}`)?.sessionsSince ?? 0;
          return {
            ...use,
            share: total === undefined ? 1 : use.events / total,
            sessionsSince,
            isSafeToRemove: sessionsSince >= sessionsUntilSafe,
          };
        })
        .sort((a, b) => b.events - a.events),
  };

  function countSession(frame: FrameFacts): void {
    const key = `${frame.canonical}\n${frame.target ?? ''}`;
    let meaning = since.get(key);
    if (meaning === undefined) {
      if (since.size >= mostUses) return;
      meaning = { events: 0, sessionsSince: 0, lastScope: '' };
      since.set(key, meaning);
    }
    meaning.events += 1;
    if (frame.isOld) {
      meaning.sessionsSince = 0;
      meaning.lastScope = frame.scope;
    } else if (meaning.lastScope !== frame.scope) {
      meaning.sessionsSince += 1;
      meaning.lastScope = frame.scope;
    }
  }
}
