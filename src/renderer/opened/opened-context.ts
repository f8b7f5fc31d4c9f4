import { createContext, useContext } from 'react';
import type { OpenedBundle } from '../../shared/bundle/bundle.ts';

/** A bundle that is looked at in the place of this machine. */
export type OpenedRef = { id: string; bundle: OpenedBundle };

export type OpenedView = {
  opened: OpenedRef | null;
  show: (opened: OpenedRef) => void;
  close: () => void;
};

export const OpenedContext = createContext<OpenedView>({
  opened: null,
  show: () => undefined,
  close: () => undefined,
});

export function useOpened(): OpenedView {
  return useContext(OpenedContext);
}

/** What a page takes for now: the end of an opened bundle's time, else this moment. */
export function useNow(): () => number {
  const { opened } = useOpened();
  const atMs = opened?.bundle.atMs;
  return atMs === undefined ? () => Date.now() : () => atMs;
}
