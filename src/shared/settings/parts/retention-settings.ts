import { z } from 'zod';

/** How long events are kept, and how large the database may get. What a target has not got yet is kept anyway. */
export const retentionSettingsSchema = z.object({
  days: z.number().min(1).max(36_500).default(90),
  /** Of the database file. */
  maxBytes: z.number().int().min(1_000_000).default(2_000_000_000),
});
export type RetentionSettings = z.infer<typeof retentionSettingsSchema>;
