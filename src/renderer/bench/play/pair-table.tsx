import type { ReactNode } from 'react';
import { count } from '../../format.ts';
import { DataTable } from '../../parts/layout/data-table.tsx';

export type PairRow = { what: string; a: string; b: string };

/** Figures or words of two sides beside each other. */
export function PairTable(props: {
  caption: string;
  head: { what: string; a: string; b: string };
  rows: readonly PairRow[];
}): ReactNode {
  const { caption, head, rows } = props;
  return (
    <DataTable label={caption} columns={[head.what, head.a, head.b]} hasCaption>
      {rows.map(({ what, a, b }, index) => (
        <tr key={`${index}-${what}`}>
          <th scope="row">{what}</th>
          <td>{a}</td>
          <td>{b}</td>
        </tr>
      ))}
    </DataTable>
  );
}

/** A figure of one side; a dash where there is none. */
export const figureText = (value: number | null): string => (value === null ? '–' : count(value));
