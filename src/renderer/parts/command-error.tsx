import type { ReactNode } from 'react';
import { messageOf } from '../../shared/errors.ts';
import { StateIcon } from './state-icon.tsx';

/** The core's own words, beside the control that asked. */
export function CommandError({ error }: { error: unknown }): ReactNode {
  if (error === null || error === undefined) return null;
  return (
    <p className="command-error" role="alert">
      <StateIcon level="bad" />
      <span>{messageOf(error)}</span>
    </p>
  );
}
