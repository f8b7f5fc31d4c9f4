import { useState, type ReactNode } from 'react';
import {
  bundlePartIds,
  spokenParts,
  type BundlePartId,
  type BundlePlan,
  type BundleRequest,
} from '../../shared/bundle/bundle.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { bytes } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { PartPreview } from './part-preview.tsx';
import { WordSearch } from './word-search.tsx';
import { DataTable } from '../parts/layout/data-table.tsx';

const words = text.diagnostics;
const choosable = bundlePartIds.filter((id) => !spokenParts.some((spoken) => spoken === id));

/** Every part with its size, to look into or to leave out. */
export function PartsPanel(props: {
  plan: BundlePlan | null;
  request: BundleRequest;
  onWithout: (without: BundlePartId[]) => void;
}): ReactNode {
  const { plan, request, onWithout } = props;
  const preview = useCommand('bundle.preview');
  const [isOpen, setIsOpen] = useState(false);
  const shown = [
    ...choosable,
    ...(request.include.includes('transcripts') ? (['transcripts'] as const) : []),
  ];

  function toggle(id: BundlePartId, isIncluded: boolean): void {
    onWithout(isIncluded ? request.without.filter((one) => one !== id) : [...request.without, id]);
  }

  return (
    <Panel title={words.parts} className="diagnostics-parts">
      <DataTable label={words.partsList} columns={Object.values(words.columns)}>
        {shown.map((id) => {
          const part = plan?.parts.find((one) => one.id === id);
          const title = words.partTitles[id];
          const isIncluded = !request.without.includes(id);
          return (
            <tr key={id}>
              <th scope="row">
                {id === 'transcripts' ? (
                  title
                ) : (
                  <label className="diagnostics-tick">
                    <input
                      type="checkbox"
                      checked={isIncluded}
                      onChange={(event) => toggle(id, event.target.checked)}
                    />
                    <span>{title}</span>
                  </label>
                )}
              </th>
              <td className="mono">{part?.file ?? ''}</td>
              <td>{isIncluded ? sizeOf(part) : words.leftOut}</td>
              <td>
                {isIncluded && (
                  <button
                    type="button"
                    className="quiet-button"
                    aria-label={words.viewOf(title)}
                    onClick={() => {
                      setIsOpen(true);
                      preview.mutate({ request, part: id });
                    }}
                  >
                    {words.view}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </DataTable>
      {plan !== null && (
        <div className="button-row diagnostics-body">
          <button
            type="button"
            onClick={() => {
              setIsOpen(true);
              preview.mutate({ request, part: 'SUMMARY.md' });
            }}
          >
            {words.viewSummary}
          </button>
        </div>
      )}
      <CommandError error={preview.error} />
      {isOpen && (
        <PartPreview
          preview={preview.data ?? null}
          isLoading={preview.isPending}
          onClose={() => setIsOpen(false)}
        />
      )}
      <WordSearch request={request} />
    </Panel>
  );
}

function sizeOf(part: BundlePlan['parts'][number] | undefined): string {
  if (part === undefined) return '';
  return part.problem ?? `${bytes(part.bytes)}${part.isMore ? words.andMore : ''}`;
}
