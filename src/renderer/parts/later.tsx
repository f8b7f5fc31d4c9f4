import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { text } from '../text.ts';
import { Empty } from './layout/empty.tsx';

type State<P> = { shown: ComponentType<P> | null; hasFailed: boolean };

/**
 * A page or a part of one whose code is loaded when it is shown for the first time. Where it does not come, that is said in
 * its place, and it is tried again with the next visit. `React.lazy` is not for this: once its fallback stands there, React
 * shows what was loaded 300 ms later at the earliest.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P): ReactNode {
    const [state, setState] = useState<State<P>>({ shown: loaded, hasFailed: false });
    useEffect(() => {
      if (loaded !== null) return;
      let isGone = false;
      const show = (next: State<P>): void => {
        if (!isGone) setState(next);
      };
      load().then(
        (component) => {
          loaded = component;
          show({ shown: component, hasFailed: false });
        },
        () => show({ shown: null, hasFailed: true }),
      );
      return () => {
        isGone = true;
      };
    }, []);
    if (state.shown !== null) return <state.shown {...props} />;
    return state.hasFailed ? <NotLoaded /> : <Empty>{text.loading}</Empty>;
  };
}

/** Its file may be gone after an update, or the app away: the whole page anew has the addresses of the new files. */
function NotLoaded(): ReactNode {
  return (
    <div className="empty" role="alert">
      <p>{text.app.notLoaded}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {text.app.reload}
      </button>
    </div>
  );
}
