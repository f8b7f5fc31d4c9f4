import { useId, type ReactNode } from 'react';
import './panel.css';

/** A named part of the page. `tools` stand beside its heading. */
export function Panel(props: {
  title: string;
  className?: string;
  tools?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const headingId = useId();
  return (
    <section className={`panel ${props.className ?? ''}`} aria-labelledby={headingId}>
      <div className="panel-head">
        <h2 id={headingId}>{props.title}</h2>
        {props.tools}
      </div>
      {props.children}
    </section>
  );
}
