import { useEffect, useRef, type ReactNode } from 'react';

/** A part of the settings, brought into sight when somebody asked for it. */
export function SettingsPart({ isAsked, children }: { isAsked: boolean; children: ReactNode }): ReactNode {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    part.current?.scrollIntoView({ block: 'nearest' });
    part.current?.querySelector<HTMLElement>('.setting :is(input, select, textarea)')?.focus();
  }, [isAsked]);
  return <div ref={part}>{children}</div>;
}
