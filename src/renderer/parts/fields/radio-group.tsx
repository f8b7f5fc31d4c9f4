import { useId, type ReactNode } from 'react';

export function RadioGroup<V extends string>(props: {
  legend: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="radio-group">
      <legend>{props.legend}</legend>
      <div className="radio-options">
        {props.options.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
