import type { ReactNode } from 'react';
import type { FollowedLog as FollowedLogState } from '../../shared/settings/targets/processes.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { DataTable } from '../parts/layout/data-table.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.targets.log;
const lookEveryMs = 1_000;

/** The log of a target's processes, followed into the events: begun for `target`, and shown while it lasts and after. */
export function FollowedLog({ target }: { target: string | null }): ReactNode {
  const answer = useAnswer(
    'targets.followedLog',
    {},
    { staleTime: 0, everyMs: ({ log }) => (log?.isFollowing === true ? lookEveryMs : null) },
  );
  const follow = useCommand('targets.followLog');
  const stop = useCommand('targets.unfollowLog');
  const refresh = (): void => void answer.refetch();
  const log = answer.data?.log ?? null;
  const isFollowing = log?.isFollowing === true;
  if (log === null && target === null) return null;
  return (
    <section className="targets-log" aria-label={words.region}>
      <div className="button-row">
        {isFollowing ? (
          <button
            type="button"
            disabled={stop.isPending}
            onClick={() => stop.mutate({}, { onSettled: refresh })}
          >
            {words.stop}
          </button>
        ) : (
          target !== null && (
            <button
              type="button"
              disabled={follow.isPending}
              onClick={() => follow.mutate({ target }, { onSettled: refresh })}
            >
              {words.follow(target)}
            </button>
          )
        )}
        {log !== null && (
          <a href={hrefOf({ page: 'events', event: null, filter: { type: 'server.log' } })}>{words.events}</a>
        )}
      </div>
      <CommandError error={follow.error ?? stop.error ?? answer.error} />
      {log !== null && <LogState log={log} />}
    </section>
  );
}

function LogState({ log }: { log: FollowedLogState }): ReactNode {
  const { target, isFollowing, lines, messages, lastLine, problem } = log;
  return (
    <>
      <p className="targets-note" role="status">
        <StateIcon level={problem !== null ? 'bad' : isFollowing ? 'good' : 'idle'} />{' '}
        {isFollowing ? words.following(target, lines) : words.followed(target, lines)}
        {problem !== null && ` ${problem}`}
      </p>
      {lastLine !== null && <p className="targets-note targets-log-line mono">{lastLine}</p>}
      {messages.length > 0 ? (
        <DataTable
          label={words.table(target)}
          columns={Object.values(words.columns)}
          hasCaption
          className="targets-table"
        >
          {messages.map(({ type, said, seen }) => (
            <tr key={type}>
              <th scope="row">{type}</th>
              <td>{said}</td>
              <td>{seen}</td>
            </tr>
          ))}
        </DataTable>
      ) : (
        lines > 0 && <p className="targets-note">{words.noMessages}</p>
      )}
      {messages.length > 0 && <p className="targets-note">{words.others}</p>}
    </>
  );
}
