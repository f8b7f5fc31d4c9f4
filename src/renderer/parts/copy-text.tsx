import { useState, type ReactNode } from 'react';
import { text } from '../text.ts';
import { CommandError } from './command-error.tsx';

/** Puts a text on the clipboard. */
export function CopyText(props: { text: string }): ReactNode {
  const [state, setState] = useState<{ copied: string } | { error: unknown } | null>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(props.text);
      setState({ copied: props.text });
    } catch (error) {
      setState({ error });
    }
  }

  // What was copied may have grown since.
  const isCopied = state !== null && 'copied' in state && state.copied === props.text;
  return (
    <>
      <button type="button" className="quiet-button" onClick={() => void copy()}>
        {isCopied ? text.transcript.copied : text.transcript.copy}
      </button>
      {state !== null && 'error' in state && <CommandError error={state.error} />}
    </>
  );
}
