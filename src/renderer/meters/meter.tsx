import type { ReactNode } from 'react';
import type { Level } from '../../shared/sound/audio.ts';
import type { StatusLine } from '../../shared/session/status.ts';
import { decibels } from '../format.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { floorDb, meterShare } from './scale.ts';

/** One track: RMS as the bar, the peak as a mark on it, the state in words. */
export function Meter({ level }: { level: Level }): ReactNode {
  const { source, peakDb, rmsDb } = level;
  const name = text.meters.sources[source];
  const state = stateWords(level);
  const hasLevel = level.state === 'present' || level.state === 'quiet' || level.state === 'zeros';
  return (
    <li className="meter" data-state={level.state}>
      <div className="meter-head">
        <span className="meter-name">{name}</span>
        <span className="meter-state">
          <StateIcon level={iconOf(level)} />
          {state}
        </span>
      </div>
      <div
        className="meter-scale"
        title={hasLevel ? text.meters.values(decibels(peakDb), decibels(rmsDb)) : state}
        role="meter"
        aria-label={text.meters.level(name)}
        aria-valuemin={floorDb}
        aria-valuemax={0}
        aria-valuenow={hasLevel ? Math.max(floorDb, Math.round(rmsDb ?? floorDb)) : floorDb}
        aria-valuetext={state}
      >
        {hasLevel && (
          <>
            <div className="meter-rms" style={{ transform: `scaleX(${meterShare(rmsDb)})` }} />
            <div className="meter-peak" style={{ transform: `translateX(${meterShare(peakDb) * 100}%)` }} />
          </>
        )}
      </div>
    </li>
  );
}

function stateWords({ state, quietSec, zeroSec }: Level): string {
  if (state === 'quiet') return text.meters.states.quiet(Math.floor(quietSec));
  if (state === 'zeros') return text.meters.states.zeros(Math.floor(zeroSec));
  return text.meters.states[state];
}

const icons = {
  present: 'good',
  quiet: 'idle',
  zeros: 'warning',
  'not-captured': 'bad',
  unknown: 'unknown',
} as const satisfies Record<Level['state'], StatusLine['level']>;

function iconOf({ state }: Level): StatusLine['level'] {
  return icons[state];
}
