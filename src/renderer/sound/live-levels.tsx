import { useState, type ReactNode } from 'react';
import type { Level, SourceName } from '../../shared/sound/audio.ts';
import { Meter } from '../meters/meter.tsx';
import '../meters/meters.css';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';
import { useListening } from './use-listening.ts';
import './sound.css';

const words = text.devices;

/** Meters of sources that are not recorded yet, once somebody asks to be heard: nobody is because a page was opened. */
export function LiveLevels({ sources }: { sources: readonly SourceName[] }): ReactNode {
  const [isOn, setIsOn] = useState(false);
  return (
    <div className="live-levels">
      {isOn && <Levels sources={sources} />}
      <button type="button" onClick={() => setIsOn(!isOn)}>
        {isOn ? words.stopListening : words.listen}
      </button>
    </div>
  );
}

function Levels({ sources }: { sources: readonly SourceName[] }): ReactNode {
  const { heard, error } = useListening(sources);
  return (
    <>
      <ul className="meters" aria-label={text.meters.region}>
        {sources.map((source) => (
          <Meter key={source} level={heard[source]?.level ?? unknownLevel(source)} />
        ))}
      </ul>
      <div aria-live="polite">
        {sources.map((source) => {
          const problem = heard[source]?.problem;
          return problem == null ? null : <p key={source}>{problem}</p>;
        })}
      </div>
      <CommandError error={error} />
    </>
  );
}

function unknownLevel(source: SourceName): Level {
  return { source, state: 'unknown', peakDb: null, rmsDb: null, zeroSec: 0, quietSec: 0 };
}
