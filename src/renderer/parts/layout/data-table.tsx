import type { ReactNode } from 'react';
import './data-table.css';

/**
 * A table that is scrolled in its own box when it is wider or longer than its place, also by keyboard.
 * A column whose name is empty has no heading.
 */
export function DataTable(props: {
  /** What it lists, read out for its box. */
  label: string;
  columns: readonly string[];
  /** Whether the label is seen above it. */
  hasCaption?: boolean;
  className?: string;
  /** Stands above the table and is scrolled with it. */
  note?: ReactNode;
  /** Its rows. */
  children: ReactNode;
}): ReactNode {
  const { label, columns, hasCaption = false, className = '', note, children } = props;
  return (
    <div className={`scroll-box data-table ${className}`} role="region" aria-label={label} tabIndex={0}>
      {note}
      <table>
        {hasCaption && <caption>{label}</caption>}
        <thead>
          <tr>
            {columns.map((name, index) =>
              name === '' ? (
                <td key={index} />
              ) : (
                <th key={index} scope="col">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
