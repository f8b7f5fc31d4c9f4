import { useEffect, useEffectEvent } from 'react';

/** Keys that do something wherever nobody is typing. A key alone, except `Ctrl+K` (`⌘K`), which works everywhere. */
export function useShortcuts(onPalette: () => void, keys: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
    if (isPalette) {
      event.preventDefault();
      onPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const run = keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

// A letter on a radio button or a box does nothing else.
const typedInto = 'input:not([type="radio"], [type="checkbox"]), textarea, select, dialog';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(typedInto) !== null;
}
