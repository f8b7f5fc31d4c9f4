import type { ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import { QuotaLeft } from './engine-state.tsx';
import './engines.css';

/** The engine of a session, with what it still takes. */
export function EngineFact({ name, isRunning }: { name: string | null; isRunning: boolean }): ReactNode {
  const engine = useAnswer(
    'engines.list',
    {},
    { select: ({ engines }) => engines.find((one) => one.name === name) },
  ).data;
  return (
    <>
      <dt>{text.engines.engine}</dt>
      <dd>
        {engine?.title ?? name ?? text.engines.none}
        {isRunning && engine !== undefined && <QuotaLeft left={engine.left} />}
      </dd>
    </>
  );
}
