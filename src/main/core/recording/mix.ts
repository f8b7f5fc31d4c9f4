/**
 * Adds tracks sample by sample, for a wire that carries one stream. Loud passages are limited to full scale;
 * a track that is shorter counts as silence beyond its end.
 */
export function mixTracks(tracks: readonly Int16Array[], count: number): Int16Array {
  const [only] = tracks;
  if (tracks.length === 1 && only?.length === count) return only;
  const mixed = new Int16Array(count);
  for (const track of tracks) {
    for (let i = 0; i < track.length && i < count; i += 1) {
      const sum = (mixed[i] ?? 0) + (track[i] ?? 0);
      mixed[i] = Math.max(-32_768, Math.min(32_767, sum));
    }
  }
  return mixed;
}
