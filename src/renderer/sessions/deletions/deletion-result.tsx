import type { ReactNode } from 'react';
import { count } from '../../format.ts';
import { StateIcon } from '../../parts/state-icon.tsx';
import { text } from '../../text.ts';
import type { Deletions } from './use-deletions.ts';

const words = text.sessions;

/** Whether anything of what was deleted is left on the disk, and what holds that up. */
export function DeletionResult({ deletions }: { deletions: Deletions }): ReactNode {
  const { results } = deletions;
  if (results.length === 0) return null;
  const left = results.filter(({ erasure }) => !erasure.isGone);
  const copies = results.flatMap(({ erasure }) => erasure.removedCopies);
  return (
    <section className="deletion-result" role="status" aria-label={words.deletion}>
      <StateIcon level={left.length === 0 ? 'good' : 'warning'} />
      <div>
        <p>
          {results.length === 1
            ? words.deletedOne(results[0]?.title ?? '')
            : words.deletedMany(count(results.length))}
        </p>
        {left.length === 0 && <p>{words.gone}</p>}
        {[...new Set(left.map(({ erasure }) => erasure.reason ?? words.notGone))].map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        {left.length > 0 && <p>{words.triedAgain}</p>}
        {copies.length > 0 && <p>{words.copiesGone([...new Set(copies)].join(', '))}</p>}
      </div>
      <button type="button" onClick={() => deletions.clear()}>
        {text.ready.gotIt}
      </button>
    </section>
  );
}
