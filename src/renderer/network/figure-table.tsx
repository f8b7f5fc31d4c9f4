import type { ReactNode } from 'react';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';
import { Panel } from '../parts/layout/panel.tsx';
import { DataTable } from '../parts/layout/data-table.tsx';

/** Rows of figures under a heading. The first cell names the row. */
export function FigureTable(props: {
  title: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  nothing: string;
  /** Stands above the rows. */
  above?: ReactNode;
}): ReactNode {
  const { title, columns, rows } = props;
  return (
    <Panel title={title}>
      {props.above}
      {rows.length === 0 ? (
        <Empty>{props.nothing}</Empty>
      ) : (
        <DataTable label={text.network.rowsOf(title)} columns={columns} className="figure-table">
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]} className={isFigure(cell) ? 'figure' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

// A number and its unit stay on one line.
const isFigure = (cell: ReactNode): boolean => typeof cell === 'string' && /^[\d.,–]+( \S+)?$/.test(cell);
