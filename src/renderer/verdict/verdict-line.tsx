import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import { Statement } from './statement.tsx';

export function VerdictLine(): ReactNode {
  const verdict = useStatus((status) => status.verdict);
  return (
    <Statement href="#/health" {...(verdict ?? { level: 'unknown', ...text.verdict.waiting, next: null })} />
  );
}
