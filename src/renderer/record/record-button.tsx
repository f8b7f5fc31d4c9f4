import { DotFillIcon, SquareFillIcon } from '@primer/octicons-react';
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
      {step === 'stop' || step === 'stopping' ? <SquareFillIcon size={20} /> : <DotFillIcon size={24} />}
      {text.record[step]}
    </button>
  );
}
