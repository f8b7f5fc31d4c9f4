// Speech recorded well lies between -40 and -10 dBFS; what is below -60 is noise of the device.
export const floorDb = -60;

/** Where a level stands on a meter from -60 dBFS to full scale: 0 to 1. */
export function meterShare(db: number | null): number {
  if (db === null) return 0;
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}
