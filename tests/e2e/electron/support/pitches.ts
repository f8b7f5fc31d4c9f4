/** The pitch of each tenth of a second (or `windowSec`) by its zero crossings; `null` where it is quiet. */
export function pitches(pcm: Int16Array, windowSec = 0.1): (number | null)[] {
  const size = Math.round(16_000 * windowSec);
  const found: (number | null)[] = [];
  for (let start = 0; start + size <= pcm.length; start += size) {
    const window = pcm.subarray(start, start + size);
    let rises = 0;
    let sum = 0;
    for (let i = 1; i < window.length; i += 1) {
      const [before = 0, now = 0] = [window[i - 1], window[i]];
      if (before < 0 && now >= 0) rises += 1;
      sum += now * now;
    }
    found.push(Math.sqrt(sum / size) < 1_000 ? null : rises / windowSec);
  }
  return found;
}
