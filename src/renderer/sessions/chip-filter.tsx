import type { ReactNode } from 'react';
import type { SessionChip } from '../../shared/session/chip.ts';
import { text } from '../text.ts';

const words = text.sessions;
const offered = ['complete', 'incomplete', 'silent', 'no-words', 'failed'] as const;

/** Leaves in the list only what stands in one way. */
export function ChipFilter(props: {
  chip: SessionChip | null;
  onChange: (chip: SessionChip | null) => void;
}): ReactNode {
  const { chip, onChange } = props;
  return (
    <div role="group" aria-label={words.chipFilter} className="chips">
      {offered.map((one) => (
        <button
          key={one}
          type="button"
          className="chip-button"
          aria-pressed={chip === one}
          onClick={() => onChange(chip === one ? null : one)}
        >
          {words.chips[one]}
        </button>
      ))}
    </div>
  );
}
