import { Component, Suspense, type ReactNode } from 'react';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';

/** A page that is on its way, and what to do when it does not come: its file may be gone after an update. */
export class LazyPage extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (this.state.hasFailed) {
      return (
        <div className="empty" role="alert">
          <p>{text.app.notLoaded}</p>
          <button type="button" onClick={() => window.location.reload()}>
            {text.app.reload}
          </button>
        </div>
      );
    }
    return <Suspense fallback={<Empty>{text.loading}</Empty>}>{this.props.children}</Suspense>;
  }
}
