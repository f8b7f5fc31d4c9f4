import type { ReactNode } from 'react';
import type { Verdict } from '../../shared/session/health.ts';

// A shape for each level: colour alone would leave some people out.
const shapes: Readonly<Record<Verdict['level'], ReactNode>> = {
  idle: <circle cx="8" cy="8" r="5.5" className="icon-line" />,
  good: (
    <>
      <circle cx="8" cy="8" r="7" className="icon-fill" />
      <path d="m4.8 8.3 2.2 2.2 4.2-4.6" className="icon-cut" />
    </>
  ),
  busy: (
    <>
      <circle cx="8" cy="8" r="6" className="icon-line" />
      <path d="M8 4.6V8l2.4 1.6" className="icon-line" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.2 15.3 14H.7Z" className="icon-fill" />
      <path d="M8 5.8v4M8 11.6v.6" className="icon-cut" />
    </>
  ),
  bad: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" className="icon-fill" />
      <path d="m5.5 5.5 5 5m0-5-5 5" className="icon-cut" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6" className="icon-line icon-dashed" />
      <path d="M6.2 6.4a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.2M8 11.3v.5" className="icon-line" />
    </>
  ),
};

export function StateIcon({ level }: { level: Verdict['level'] }): ReactNode {
  return (
    <svg className="state-icon" data-level={level} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[level]}
    </svg>
  );
}
