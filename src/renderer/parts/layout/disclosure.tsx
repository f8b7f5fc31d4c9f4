import { useState, type ReactNode } from 'react';

/** What is inside is built only when it is opened. With `rememberAs` it stays as somebody left it. */
export function Disclosure(props: { label: string; rememberAs?: string; children: ReactNode }): ReactNode {
  const { label, rememberAs, children } = props;
  const [isOpen, setIsOpen] = useState(
    () => rememberAs !== undefined && localStorage.getItem(rememberAs) === openWord,
  );

  function note(open: boolean): void {
    setIsOpen(open);
    if (rememberAs !== undefined) localStorage.setItem(rememberAs, open ? openWord : 'closed');
  }

  return (
    <details className="disclosure" open={isOpen} onToggle={(event) => note(event.currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && children}
    </details>
  );
}

const openWord = 'open';
