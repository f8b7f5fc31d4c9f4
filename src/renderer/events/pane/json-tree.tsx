import type { ReactNode } from 'react';
import { text } from '../../text.ts';

// A damaged or hostile frame may nest without end; what is deeper can be read in the raw text.
const deepest = 20;
const mostEntries = 200;

/** A parsed value, each object and list of which can be folded. */
export function JsonTree({ value }: { value: unknown }): ReactNode {
  return (
    <div className="json-tree">
      <Node name={null} value={value} depth={0} />
    </div>
  );
}

function Node({ name, value, depth }: { name: string | null; value: unknown; depth: number }): ReactNode {
  const label = name === null ? null : <span className="json-name">{name}: </span>;
  if (typeof value !== 'object' || value === null || depth > deepest) {
    return (
      <div className="json-leaf">
        {label}
        <span data-kind={value === null ? 'null' : typeof value}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const entries: [string, unknown][] = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="json-leaf">
        {label}
        {open}
        {close}
      </div>
    );
  }
  return (
    <details open={depth < 3}>
      <summary>
        {label}
        {open}
        {entries.length}
        {close}
      </summary>
      {entries.slice(0, mostEntries).map(([key, child]) => (
        <Node key={key} name={key} value={child} depth={depth + 1} />
      ))}
      {entries.length > mostEntries && <div>{text.event.more(entries.length - mostEntries)}</div>}
    </details>
  );
}
