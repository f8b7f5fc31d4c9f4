import { useState, type ReactNode } from 'react';

/** What is inside is built only when it is opened. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="disclosure" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && children}
    </details>
  );
}
