import { z } from 'zod';

// A quick run takes a minute or two.
const shortestMin = 15;
const longestMin = 10_080;

/** The quick check that a host makes by itself now and then. */
export const verificationSettingsSchema = z.object({
  /** Minutes between two of them; `null` for none. */
  everyMin: z.number().int().min(shortestMin).max(longestMin).nullable().default(null),
  /** Name of the target; the one that Record uses when `null`. */
  target: z.string().min(1).nullable().default(null),
});
