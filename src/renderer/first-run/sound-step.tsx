import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { sourceNames, type SourceName } from '../../shared/sound/audio.ts';
import type { SoundCheck } from '../../shared/sound/sound-check.ts';
import { useCall } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.firstRun;
// What an idle sound card has, and what is nearly too loud.
const floorDb = -60;
// A source that answers at once, because it is not there, is not asked without a pause.
const pauseMs = 500;

/**
 * Listens to both sources over and over once somebody asks for that, so that who speaks sees that it is heard. Nobody is
 * listened to because a page was opened.
 */
export function SoundStep(): ReactNode {
  const [isListening, setIsListening] = useState(false);
  if (!isListening)
    return (
      <>
        <p>{words.soundFirst}</p>
        <div className="button-row">
          <button type="button" onClick={() => setIsListening(true)}>
            {words.listen}
          </button>
        </div>
      </>
    );
  return (
    <>
      <p>{words.soundHint}</p>
      {sourceNames.map((source) => (
        <Heard key={source} source={source} />
      ))}
    </>
  );
}

function Heard({ source }: { source: SourceName }): ReactNode {
  const { found, error } = useSoundChecks(source);
  const name = text.meters.sources[source];
  const peakDb = found?.peakDb ?? null;
  return (
    <div className="first-run-sound">
      <span className="first-run-source">
        <StateIcon level={found === null ? 'busy' : found.state === 'working' ? 'good' : 'warning'} />
        {name}
      </span>
      <meter
        aria-label={text.meters.level(name)}
        aria-valuetext={peakDb === null ? words.noLevel : text.settings.sound.peak(peakDb.toFixed(0))}
        min={floorDb}
        max={0}
        value={Math.max(floorDb, peakDb ?? floorDb)}
      />
      <span className="first-run-found">{found?.sentence ?? text.settings.sound.checking}</span>
      <CommandError error={error} />
    </div>
  );
}

function useSoundChecks(source: SourceName): { found: SoundCheck | null; error: unknown } {
  const call = useCall();
  const [found, setFound] = useState<SoundCheck | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const listen = useEffectEvent(() => call('sound.check', { source }));
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    listen()
      .then((answer) => {
        if (isOver) return;
        setFound(answer);
        setError(null);
        timer = setTimeout(() => setRound((before) => before + 1), pauseMs);
      })
      // Whoever wants to try again comes back to this step.
      .catch((failure: unknown) => {
        if (!isOver) setError(failure);
      });
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [round]);
  return { found, error };
}
