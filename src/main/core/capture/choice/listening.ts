import { pcmFormat, type SourceName } from '../../../../shared/sound/audio.ts';
import type { Listened } from '../../../../shared/sound/devices.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { allOver } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock } from '../../ports/ports.ts';
import { createLevelMeter } from '../frames/level-meter.ts';
import type { ChosenDevice } from './chosen-device.ts';

// A page asks again every few seconds; one that went away without a word is not listened for much longer.
const listenMs = 10_000;
// As often as the meter makes a new level.
const tellSamples = pcmFormat.sampleRateHz / 4;

export type Listening = {
  /** Tells the level of a source for ten seconds more, of the device that is chosen now. */
  listen(source: SourceName): Promise<void>;
  stop(): Promise<void>;
};

type Ear = { chosen: string | null; extend(): void; end(): void; done: Promise<void> };

/** Sources that somebody tries out before recording: measured, told, and forgotten. */
export function createListening(needs: {
  clock: Clock;
  open: (source: SourceName) => Promise<AudioSource>;
  chosenDevice: ChosenDevice;
  tell: (listened: Listened) => void;
}): Listening {
  const { clock, tell } = needs;
  const ears = new Map<SourceName, Ear>();

  async function hear(source: SourceName, signal: AbortSignal): Promise<void> {
    const opened = await needs.open(source);
    if (signal.aborted) {
      opened.close?.();
      return;
    }
    const meter = createLevelMeter(source);
    let untold = 0;
    for await (const { pcm } of opened.frames(signal)) {
      meter.add(pcm);
      untold += pcm.length;
      if (untold < tellSamples) continue;
      untold = 0;
      tell({ source, device: opened.description, level: meter.read(), problem: null });
    }
  }

  function openEar(source: SourceName, chosen: string | null): Ear {
    const over = new AbortController();
    let cancel = (): void => undefined;
    const end = (): void => over.abort();
    const extend = (): void => {
      cancel();
      cancel = clock.after(listenMs, end);
    };
    extend();
    const done = hear(source, over.signal)
      .catch((error: unknown) => {
        if (!over.signal.aborted) tell({ source, device: null, level: null, problem: messageOf(error) });
      })
      .finally(() => {
        cancel();
        if (ears.get(source) === ear) ears.delete(source);
      });
    const ear = { chosen, extend, end, done };
    return ear;
  }

  return {
    async listen(source) {
      const chosen = await needs.chosenDevice(source);
      const ear = ears.get(source);
      if (ear?.chosen === chosen) ear.extend();
      else {
        ear?.end();
        ears.set(source, openEar(source, chosen));
      }
    },
    async stop() {
      const open = [...ears.values()];
      for (const ear of open) ear.end();
      await allOver(open.map(({ done }) => done));
    },
  };
}
