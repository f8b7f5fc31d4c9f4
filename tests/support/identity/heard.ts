import { levelAtDb } from '../tones.ts';
import { tones, type DeviceName } from './sound-machine.ts';

// Half a second: what is heard in it is one device's tone, several devices' tones, or nothing.
const windowSamples = 8_000;
// A foreign tone of 5 ms in a window is louder; what an abrupt end spreads to other frequencies is less.
const heardAboveDb = -48;
// Where samples are missing the sound jumps, which is heard at all frequencies alike: a tone stands out from those beside it,
// also one of 6 ms.
const besideHz = [-130, -110, -90, 90, 110, 130];
const standsOutDb = 6;
const names = Object.keys(tones) as DeviceName[];

/** Which devices are heard in each half second of a track, also while it grows. */
export type Heard = {
  windows(): readonly DeviceName[][];
  seconds(device: DeviceName): number;
  /** The devices in the order in which the track carries them, each change once; `silence` where nothing is heard. */
  story(): string[];
};

export function createHeard(audio: () => Int16Array): Heard {
  const known: DeviceName[][] = [];

  function windows(): DeviceName[][] {
    const pcm = audio();
    for (let at = known.length; (at + 1) * windowSamples <= pcm.length; at += 1) {
      const window = pcm.subarray(at * windowSamples, (at + 1) * windowSamples);
      known.push(names.filter((name) => isHeard(window, tones[name])));
    }
    return known;
  }

  return {
    windows,
    seconds: (device) => windows().filter((heard) => heard.includes(device)).length / 2,
    story() {
      const story: string[] = [];
      for (const heard of windows()) {
        const now = heard.length === 0 ? 'silence' : heard.toSorted().join('+');
        if (story.at(-1) !== now) story.push(now);
      }
      return story;
    },
  };
}

function isHeard(window: Int16Array, hz: number): boolean {
  const level = levelAtDb(window, hz, 16_000);
  if (level <= heardAboveDb) return false;
  return besideHz.every((offset) => level > levelAtDb(window, hz + offset, 16_000) + standsOutDb);
}
