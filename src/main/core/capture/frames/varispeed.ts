/** Makes a little more or less of a stream's samples, by a ratio that may change with every block. */
export type Varispeed = (pcm: Int16Array, ratio: number) => Int16Array;

// 16 neighbours and 256 places between two samples: errors are 70 dB below a tone of 3 kHz.
const half = 8;
const phases = 256;
const table = makeTable();

/** What it answers is half a millisecond behind: the neighbours after a sample are needed for it. */
export function createVarispeed(): Varispeed {
  let held = new Int16Array(half);
  /** Where the next sample lies in what is held. */
  let at = half;
  return (pcm, ratio) => {
    const source = new Int16Array(held.length + pcm.length);
    source.set(held);
    source.set(pcm, held.length);
    const step = 1 / ratio;
    const made = new Int16Array(Math.max(0, Math.ceil((source.length - half - at) / step)));
    let count = 0;
    for (; at < source.length - half && count < made.length; at += step) {
      made[count] = between(source, at);
      count += 1;
    }
    const kept = Math.floor(at) - half;
    held = source.slice(kept);
    at -= kept;
    return made.subarray(0, count);
  };
}

function between(source: Int16Array, at: number): number {
  const whole = Math.floor(at);
  const row = Math.round((at - whole) * phases) * 2 * half;
  let sum = 0;
  for (let i = 0; i < 2 * half; i += 1) sum += (table[row + i] ?? 0) * (source[whole - half + 1 + i] ?? 0);
  return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
}

/** A sinc under a window of Blackman, for each place between two samples. */
function makeTable(): Float64Array {
  const rows = new Float64Array((phases + 1) * 2 * half);
  for (let phase = 0; phase <= phases; phase += 1) {
    for (let i = 0; i < 2 * half; i += 1) {
      const x = i - half + 1 - phase / phases;
      const turn = (Math.PI * x) / half;
      const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
      rows[phase * 2 * half + i] =
        Math.abs(x) >= half ? 0 : window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
    }
  }
  return rows;
}
