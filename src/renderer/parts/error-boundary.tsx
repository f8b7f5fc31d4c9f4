import { Component, type ReactNode } from 'react';
import { messageOf } from '../../shared/errors.ts';
import { text } from '../text.ts';
import { StateIcon } from './state-icon.tsx';

type Props = {
  /** What is shown; when it changes, what failed before is tried again. */
  place: string;
  children: ReactNode;
};
type State = { failure: { error: unknown; place: string } | null };

/**
 * Keeps a part of the page that cannot be drawn from taking the rest with it, and says what to do. React takes
 * nothing but a class for this.
 */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failure: { error, place: '' } };
  }

  static getDerivedStateFromProps({ place }: Props, { failure }: State): Partial<State> | null {
    if (failure === null || failure.place === place) return null;
    // Fresh from the error it has no place yet; with another place than ours somebody has gone on.
    return failure.place === '' ? { failure: { ...failure, place } } : { failure: null };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === null ? this.props.children : <CannotBeShown error={failure.error} />;
  }
}

/** What stands in the place of what cannot be drawn. */
export function CannotBeShown({ error }: { error: unknown }): ReactNode {
  const { title, reason, next, again } = text.failure;
  return (
    <section className="status-line" data-level="bad" role="alert">
      <StateIcon level="bad" />
      <div className="status-line-words">
        <p className="status-line-headline">{title}</p>
        <p className="status-line-reason">{reason(messageOf(error))}</p>
        <p className="status-line-next">{next}</p>
        <button type="button" className="quiet-button" onClick={() => window.location.reload()}>
          {again}
        </button>
      </div>
    </section>
  );
}
