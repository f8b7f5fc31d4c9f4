import { useState, type ReactNode } from 'react';
import { TextField } from './text-field.tsx';

/** A whole number within limits. While something else is typed the last good one counts; leaving it is seen in the field. */
export function NumberField(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}): ReactNode {
  const { label, value, min, max, onChange } = props;
  const [typed, setTyped] = useState(String(value));

  function type(text: string): void {
    setTyped(text);
    const number = Number(text);
    if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) onChange(number);
  }

  const isOdd = typed !== String(value);
  return (
    <div className="field">
      <TextField label={label} type="number" value={typed} min={min} step={1} onChange={type} />
      {isOdd && (
        <p role="status">
          {min} – {max}: {value}
        </p>
      )}
    </div>
  );
}
