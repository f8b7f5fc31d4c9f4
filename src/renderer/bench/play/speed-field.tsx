import type { ReactNode } from 'react';
import type { ReplaySpeed } from '../../../shared/replay/replay.ts';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { text } from '../../text.ts';

const words = text.bench.play;

export function SpeedField(props: { value: ReplaySpeed; onChange: (speed: ReplaySpeed) => void }): ReactNode {
  return (
    <SelectField
      label={words.speed}
      value={String(props.value)}
      options={Object.entries(words.speeds).map(([value, label]) => ({ value, label }))}
      onChange={(value) => props.onChange(value === 'max' ? 'max' : Number(value))}
    />
  );
}
