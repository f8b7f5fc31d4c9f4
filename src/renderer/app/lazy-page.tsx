import { Component, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';

/**
 * A page whose code is loaded when it is shown for the first time; a load that fails is an error of the page, and is tried
 * again with the next visit. `React.lazy` is not for this: once its fallback stands there, React shows what was loaded
 * 300 ms later at the earliest.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P): ReactNode {
    const [state, setState] = useState<{ page: ComponentType<P> } | { problem: unknown } | null>(
      loaded === null ? null : { page: loaded },
    );
    useEffect(() => {
      if (loaded !== null) return;
      let isGone = false;
      const show = (next: { page: ComponentType<P> } | { problem: unknown }): void => {
        if (!isGone) setState(next);
      };
      load().then(
        (page) => {
          loaded = page;
          show({ page });
        },
        (problem: unknown) => show({ problem }),
      );
      return () => {
        isGone = true;
      };
    }, []);
    if (state === null) return <Empty>{text.loading}</Empty>;
    if ('problem' in state) throw state.problem;
    return <state.page {...props} />;
  };
}

/** A page that is loaded later, and what to do when it does not come: its file may be gone after an update. */
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
    return this.props.children;
  }
}
