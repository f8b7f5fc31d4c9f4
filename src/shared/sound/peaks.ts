import { z } from 'zod';

/** The waveform of a track: the loudest sample of each stretch, from 0 for pure zeros to 255 for full scale. */
export const peaksSchema = z.object({
  secPerPeak: z.number().positive(),
  peaks: z.array(z.number().int().min(0).max(255)),
});
export type Peaks = z.infer<typeof peaksSchema>;
