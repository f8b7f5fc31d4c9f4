import type { ReactNode } from 'react';
import type { ShownTarget } from '../../shared/settings/targets/targets.ts';
import { CommandError } from '../parts/command-error.tsx';
import { SelectField } from '../parts/fields/select-field.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';

const words = text.verification;
const off = 'off';
const ofRecord = '';

/** The quick check that the app makes by itself now and then, never while something is recorded. */
export function ScheduleChoice({ targets }: { targets: readonly ShownTarget[] }): ReactNode {
  const { now: settings, update } = useSettings();
  const chosen = settings?.verification;
  if (chosen === undefined) return null;
  const { everyMin, target } = chosen;
  const known = Object.keys(words.everyMin);
  const every = everyMin === null ? off : String(everyMin);

  function change(verification: { everyMin?: number | null; target?: string | null }): void {
    update.mutate({ verification });
  }

  return (
    <div className="verification-amounts">
      <SelectField
        label={words.schedule}
        value={every}
        options={[
          { value: off, label: words.scheduleOff },
          ...Object.entries(words.everyMin).map(([value, label]) => ({ value, label })),
          // A file of settings may have another one.
          ...(every === off || known.includes(every)
            ? []
            : [{ value: every, label: words.everyOther(every) }]),
        ]}
        onChange={(value) => change({ everyMin: value === off ? null : Number(value) })}
      />
      {everyMin !== null && (
        <SelectField
          label={words.scheduleTarget}
          value={target ?? ofRecord}
          options={[
            { value: ofRecord, label: words.scheduleOfRecord },
            ...targets.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(value) => change({ target: value === ofRecord ? null : value })}
        />
      )}
      <CommandError error={update.error} />
    </div>
  );
}
