import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import { NextStep } from './next-step.tsx';
import { Statement } from './statement.tsx';

export function StatusLine(): ReactNode {
  const verdict = useStatus((status) => status.verdict);
  return (
    <Statement
      href="#/health"
      step={<NextStep />}
      {...(verdict ?? { level: 'unknown', ...text.statusLine.waiting, next: null })}
    />
  );
}
