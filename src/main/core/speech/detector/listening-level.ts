/** Follows how loud a stream and its background are, so that quiet speech is listened to more closely. */
export type ListeningLevel = {
  /** `levelDb` is the level of the next window of 20 ms, dBFS. */
  add(levelDb: number): {
    /** How much the stream is to be amplified, dB; negative where the background itself is loud. */
    gainDb: number;
    /** Whether anything stood out of the background lately. */
    isAudible: boolean;
  };
};

// WebRTC's detector in its strictest mode finds speech best from here on; at 20 dB less it begins to miss words.
const speechTargetDb = -28;
// White noise at -22 dBFS is all speech to it; at this level it is none.
const backgroundLimitDb = -24;
const gainLimitDb = 30;
// 2 dB a second: slow enough to bridge a pause, fast enough for a quiet speaker after a loud one.
const releaseDbPerWindow = 0.04;
// White noise stays within 1.5 dB of its mean, so the hold below lets nothing steady through the detector.
const audibleDb = 2;
// 0.8 s: in noise that is nearly as loud as the voice only the loudest vowels stand out.
const audibleHoldWindows = 40;
// Nobody speaks for eight seconds without one window between two words.
const bucketWindows = 50;
const bucketCount = 8;

export function createListeningLevel(): ListeningLevel {
  const lowest = [Number.POSITIVE_INFINITY];
  let loudestDb = speechTargetDb - gainLimitDb;
  let windowsSinceAudible = audibleHoldWindows;
  let windowsInBucket = 0;

  return {
    add(levelDb) {
      loudestDb = Math.max(levelDb, loudestDb - releaseDbPerWindow);
      if (windowsInBucket === bucketWindows) {
        windowsInBucket = 0;
        lowest.unshift(levelDb);
        lowest.length = Math.min(lowest.length, bucketCount);
      }
      windowsInBucket += 1;
      lowest[0] = Math.min(lowest[0] ?? levelDb, levelDb);
      const backgroundDb = Math.min(...lowest);
      const gainDb = Math.min(speechTargetDb - loudestDb, backgroundLimitDb - backgroundDb);
      windowsSinceAudible = levelDb > backgroundDb + audibleDb ? 0 : windowsSinceAudible + 1;
      return {
        gainDb: Math.max(-gainLimitDb, Math.min(gainLimitDb, gainDb)),
        isAudible: windowsSinceAudible < audibleHoldWindows,
      };
    },
  };
}
