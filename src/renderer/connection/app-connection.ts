import { connectBridge, type BridgeClient } from '../../shared/contract/connect-bridge.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { LogIn } from './access.ts';
import type { BreakableWire } from './web-socket-wire.ts';

/** How this page stands with the app. `lost` tries again by itself; `refused` needs a person. */
export type ConnectionState =
  | { phase: 'connecting' }
  | { phase: 'open'; client: BridgeClient }
  | { phase: 'lost' }
  | { phase: 'refused' };

export type AppConnection = {
  state: () => ConnectionState;
  subscribe: (onChange: () => void) => () => void;
  /** Connects, and connects again, until `signal` fires. */
  run(signal: AbortSignal): Promise<void>;
};

export type WaysIn = {
  /** Once, before the first try: trades a token for access, where there is one. */
  enter(): Promise<LogIn>;
  isUp(): Promise<boolean>;
  /** Rejects when there is no wire; a browser does not tell whether it was refused. */
  openWire(): Promise<BreakableWire>;
};

// The app starts in about a second, so the first tries come quickly; an idle tab then asks every 5 s.
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Doubles from 250 ms to 5 s. */
export function retryMs(attempt: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempt, 10));
}

export function createAppConnection(ways: WaysIn): AppConnection {
  const listeners = createListeners<undefined>();
  let state: ConnectionState = { phase: 'connecting' };

  function become(next: ConnectionState): void {
    if (next.phase === state.phase && next.phase !== 'open') return;
    state = next;
    listeners.tell(undefined);
  }

  /** One wire from opening to its end; `false` when there was none. */
  async function useWire(signal: AbortSignal): Promise<boolean> {
    const wire = await ways.openWire().catch(() => null);
    if (wire === null) return false;
    const client = connectBridge(wire);
    const close = (): void => wire.close();
    signal.addEventListener('abort', close);
    become({ phase: 'open', client });
    await wire.lost;
    signal.removeEventListener('abort', close);
    client.close();
    return true;
  }

  async function run(signal: AbortSignal): Promise<void> {
    if ((await ways.enter()) === 'refused') {
      become({ phase: 'refused' });
      return;
    }
    // The page has just come from there, so it does not ask first whether anybody is.
    if (await useWire(signal)) {
      become({ phase: 'lost' });
      await pause(retryMs(0), signal);
    }
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      if (await ways.isUp()) {
        if (await useWire(signal)) {
          attempt = 0;
        } else if (await ways.isUp()) {
          // No wire from a server that was there before and after: it does not want this page.
          become({ phase: 'refused' });
          return;
        }
      }
      become({ phase: 'lost' });
      await pause(retryMs(attempt), signal);
    }
  }

  return {
    state: () => state,
    subscribe: (onChange) => listeners.add(onChange),
    run,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
