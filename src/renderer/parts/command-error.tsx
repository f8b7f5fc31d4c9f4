import type { ReactNode } from 'react';
import { AppError, messageOf } from '../../shared/errors.ts';
import { sayIt } from '../../shared/words/words.ts';
import { ActionLink } from './action-link.tsx';
import { StateIcon } from './state-icon.tsx';

/** The core's own words, beside the control that asked, with what can be done about it. */
export function CommandError({ error }: { error: unknown }): ReactNode {
  if (error === null || error === undefined) return null;
  return (
    <p className="command-error" role="alert">
      <StateIcon level="bad" />
      <span>{wordsOf(error)}</span>
      {error instanceof AppError && <ActionLink action={error.action} />}
    </p>
  );
}

function wordsOf(error: unknown): string {
  const message = messageOf(error);
  return error instanceof AppError && error.said !== null ? sayIt(error.said, message) : message;
}
