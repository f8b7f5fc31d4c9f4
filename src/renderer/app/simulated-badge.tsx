import type { ReactNode } from 'react';
import { useSimulatedFaults } from '../connection/use-simulated-faults.ts';
import { text } from '../text.ts';
import { hrefOf } from './route.ts';

/** On every page while the built-in backend has faults on purpose, so that nobody takes them for real. */
export function SimulatedBadge(): ReactNode {
  const faults = useSimulatedFaults();
  if (faults === '') return null;
  return (
    <a
      className="header-simulated"
      href={hrefOf({ page: 'targets' })}
      title={text.targets.simulated.all(faults)}
    >
      {text.targets.simulated.badge}
      <span className="visually-hidden">: {faults}</span>
    </a>
  );
}
