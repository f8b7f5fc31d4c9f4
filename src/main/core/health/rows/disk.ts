export const gigabyte = 1_000_000_000;

// 16 kHz, 16 bit, one channel.
const trackBytesPerHour = 32_000 * 3_600;

/** How long the disk takes so many tracks. */
export function availableHours(freeBytes: number, tracks: number): number {
  return freeBytes / (trackBytesPerHour * tracks);
}
