import { useState, type ReactNode } from 'react';
import type { BundleRequest } from '../../shared/bundle/bundle.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.diagnostics;

/** Says whether somebody's own word would be in the file, before it is written. */
export function WordSearch({ request }: { request: BundleRequest }): ReactNode {
  const [word, setWord] = useState('');
  const search = useCommand('bundle.search');
  const found = search.data?.filter(({ isFound }) => isFound) ?? [];
  const isWhole = search.data?.every(({ isMore }) => !isMore) === true;

  return (
    <form
      className="diagnostics-search"
      aria-label={words.search}
      onSubmit={(event) => {
        event.preventDefault();
        if (!search.isPending) search.mutate({ request, word });
      }}
    >
      <h3>{words.search}</h3>
      <div className="diagnostics-search-row">
        <TextField
          label={words.searchWord}
          placeholder={words.searchHint}
          maxLength={200}
          value={word}
          onChange={(next) => {
            setWord(next);
            search.reset();
          }}
        />
        <button type="submit" aria-disabled={search.isPending}>
          {search.isPending ? words.looking : words.searchButton}
        </button>
      </div>
      {search.data !== undefined && (
        <p className="diagnostics-answer" role="status">
          <StateIcon level={found.length > 0 ? 'warning' : 'good'} />
          <span>
            {found.length > 0
              ? words.found(found.map(({ file }) => file).join(', '))
              : isWhole
                ? words.notFound
                : words.notFoundSoFar}
          </span>
        </p>
      )}
      <CommandError error={search.error} />
    </form>
  );
}
