import { useId, type ReactNode } from 'react';

export function TextField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  maxLength?: number;
  type?: 'text' | 'search' | 'number' | 'datetime-local';
  min?: number;
  step?: number;
  /** Why what stands there cannot be taken. */
  problem?: string | null;
}): ReactNode {
  const { label, onChange, type = 'text', problem = null, ...input } = props;
  const id = useId();
  const problemId = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        type={type}
        {...(problem !== null && { 'aria-invalid': true, 'aria-describedby': problemId })}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem !== null && (
        <p id={problemId} className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
