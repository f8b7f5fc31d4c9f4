import type { ReactNode } from 'react';
import { text } from '../text.ts';

export type RecordStep = 'record' | 'starting' | 'stop' | 'stopping';

/** One button for both, so that the keyboard's focus stays where it is. */
export function RecordButton({ step, isConnected }: { step: RecordStep; isConnected: boolean }): ReactNode {
  const isBusy = step === 'starting' || step === 'stopping';
  return (
    <button
      type="submit"
      className="record-button"
      data-step={step}
      // Not `disabled`: that would drop the focus.
      aria-disabled={isBusy || !isConnected}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {step === 'stop' || step === 'stopping' ? (
          <rect x="3" y="3" width="10" height="10" rx="1.5" />
        ) : (
          <circle cx="8" cy="8" r="6" />
        )}
      </svg>
      {text.record[step]}
    </button>
  );
}
