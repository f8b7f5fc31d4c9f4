import type { ReactNode } from 'react';
import { count } from '../../format.ts';

export type PairRow = { what: string; a: string; b: string };

/** Figures or words of two sides beside each other. */
export function PairTable(props: {
  caption: string;
  head: { what: string; a: string; b: string };
  rows: readonly PairRow[];
}): ReactNode {
  const { caption, head, rows } = props;
  return (
    <div className="scroll-box bench-table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.what === '' ? <td /> : <th scope="col">{head.what}</th>}
            <th scope="col">{head.a}</th>
            <th scope="col">{head.b}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, a, b }, index) => (
            <tr key={`${index}-${what}`}>
              <th scope="row">{what}</th>
              <td>{a}</td>
              <td>{b}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A figure of one side; a dash where there is none. */
export const figureText = (value: number | null): string => (value === null ? '–' : count(value));
